package org.eventnexus.benchmarks.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends one POST after the other over connections that are kept, all on the calling thread. */
final class Requests {
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

    private Requests() {}

    /** What is left to be read of one answer. */
    private static final class Answer {
        final StringBuilder text = new StringBuilder();
    }

    /** @return answers a second, all of them 2xx */
    static double perSecond(int connections, double seconds, int port, String path, String contentType, String body)
            throws IOException {
        byte[] request = ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + contentType
                        + "\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.allocate(256 * 1024);
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < connections; i++) {
                SocketChannel channel =
                        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                write(channel, request);
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ, new Answer());
            }
            long start = System.nanoTime();
            long end = start + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
            long[] answers = {0};
            while (System.nanoTime() < end) {
                selector.select(key -> answers[0] += read(key, buffer, request) ? 1 : 0, 100);
            }
            double rate = answers[0] * 1e9 / (System.nanoTime() - start);
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            return rate;
        }
    }

    /** Whether an answer was complete; the next request is then on its way. */
    private static boolean read(SelectionKey key, ByteBuffer buffer, byte[] request) {
        SocketChannel channel = (SocketChannel) key.channel();
        try {
            int count = channel.read(buffer.clear());
            if (count < 0) {
                throw new IOException("the server has closed a connection after " + key.attachment());
            }
            StringBuilder text = ((Answer) key.attachment()).text;
            text.append(new String(buffer.array(), 0, count, StandardCharsets.ISO_8859_1));
            if (!isComplete(text)) {
                return false;
            }
            if (!text.substring(9, 10).equals("2")) {
                throw new IOException("a request was answered by " + text);
            }
            text.setLength(0);
            write(channel, request);
            return true;
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }

    private static boolean isComplete(StringBuilder text) {
        int head = text.indexOf("\r\n\r\n");
        if (head < 0) {
            return false;
        }
        Matcher length = LENGTH.matcher(text).region(0, head);
        return length.find()
                ? text.length() >= head + 4 + Integer.parseInt(length.group(1))
                : text.indexOf("\r\n0\r\n\r\n", head) > 0;
    }

    /** A request fits into the socket's buffer mostly; where it does not, the rest waits for room. */
    private static void write(SocketChannel channel, byte[] request) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(request);
        while (left.hasRemaining()) {
            if (channel.write(left) == 0) {
                Thread.onSpinWait();
            }
        }
    }
}
