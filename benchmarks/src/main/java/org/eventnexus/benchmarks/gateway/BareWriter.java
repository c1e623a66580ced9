package org.eventnexus.benchmarks.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The peer without a server: accepts connections and writes each event to each of them with one write. A process of its own,
 * told by lines on its standard input what to do: {@code accept N}, {@code send COUNT SIZE RATE PROBES}, {@code close}.
 */
final class BareWriter {
    private final List<SocketChannel> clients = new ArrayList<>();
    private final ServerSocketChannel server = ServerSocketChannel.open();

    private BareWriter() throws IOException {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
    }

    public static void main(String[] args) throws IOException {
        BareWriter writer = new BareWriter();
        System.out.println(((InetSocketAddress) writer.server.getLocalAddress()).getPort());
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "accept" -> writer.accept(Integer.parseInt(words[1]));
                case "send" -> writer.send(number(words[1]), number(words[2]), number(words[3]), number(words[4]));
                default -> writer.close();
            }
            System.out.println("done");
        }
    }

    private static int number(String word) {
        return Integer.parseInt(word);
    }

    private void accept(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel client = server.accept();
            client.read(ByteBuffer.allocate(4096));
            client.write(ByteBuffer.wrap(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            client.configureBlocking(false);
            clients.add(client);
        }
    }

    /** @param probes the every how manieth event says when it was sent; 0 for none */
    private void send(int count, int size, int rate, int probes) throws IOException {
        long start = System.nanoTime();
        for (int n = 0; n < count; n++) {
            if (rate > 0) {
                for (long left; (left = start + TimeUnit.SECONDS.toNanos(n) / rate - System.nanoTime()) > 0; ) {
                    LockSupport.parkNanos(left);
                }
            }
            boolean probe = probes > 0 && n % probes == 0;
            ByteBuffer event = ByteBuffer.wrap(Block.of(n, size, probe ? System.nanoTime() : 0));
            for (SocketChannel client : clients) {
                ByteBuffer left = event.duplicate();
                while (client.write(left) == 0 || left.hasRemaining()) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    private void close() throws IOException {
        for (SocketChannel client : clients) {
            client.close();
        }
        clients.clear();
    }
}
