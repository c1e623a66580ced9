package org.eventnexus.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.eventnexus.tests.EventStream.Message;

/** Thousands of clients on one thread. Closing it cuts them all. */
final class Crowd implements AutoCloseable {
    private static final long TICK_MILLIS = 10;
    private static final int SMALL_BUFFER = 4_096;

    private final Selector selector = Selector.open();
    private final Thread thread = new Thread(this::run, "crowd");
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    Crowd() throws IOException {
        thread.setDaemon(true);
        thread.start();
    }

    /** Opens a stream; notes the positions of what it brings. */
    Listener open(URI uri) throws IOException {
        return open(uri, Message::id);
    }

    Listener open(URI uri, Function<Message, String> note, String... headers) throws IOException {
        return open(uri, note, false, headers);
    }

    /** Opens a stream that nobody reads until {@link Listener#reads} is called. */
    Listener openUnread(URI uri, Function<Message, String> note) throws IOException {
        return open(uri, note, true);
    }

    /** @param headers names and values in turn */
    private Listener open(URI uri, Function<Message, String> note, boolean unread, String... headers)
            throws IOException {
        SocketChannel channel = SocketChannel.open();
        if (unread) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_BUFFER);
        }
        channel.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
        channel.write(ByteBuffer.wrap(request(uri, headers).getBytes(StandardCharsets.US_ASCII)));
        channel.configureBlocking(false);
        Listener listener = new Listener(channel, note, selector::wakeup);
        if (unread) {
            listener.reads(0);
        }
        tasks.add(() -> register(channel, listener));
        selector.wakeup();
        return listener;
    }

    private static String request(URI uri, String... headers) {
        StringBuilder request = new StringBuilder("GET " + uri.getRawPath()
                + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()) + " HTTP/1.1\r\nHost: x\r\n");
        if (headers.length == 0 || !headers[0].equals("Prefer")) {
            request.append("Accept: text/event-stream\r\n");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
        }
        return request.append("\r\n").toString();
    }

    private void register(SocketChannel channel, Listener listener) {
        try {
            channel.register(selector, SelectionKey.OP_READ, listener);
        } catch (IOException closedMeanwhile) {
            // then there is nothing to read
        }
    }

    private void run() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
        long before = System.nanoTime();
        try {
            while (!closed) {
                selector.select(key -> read(key, buffer), TICK_MILLIS);
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                long now = System.nanoTime();
                letGoOn((now - before) / 1e9);
                before = now;
            }
            selector.keys().forEach(key -> ((Listener) key.attachment()).cut());
            selector.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void read(SelectionKey key, ByteBuffer buffer) {
        Listener listener = (Listener) key.attachment();
        if (listener.isHeldBack()) {
            key.interestOps(0);
        } else {
            listener.read(buffer);
        }
    }

    /** Those who may not read at the moment, and those who may again. */
    private void letGoOn(double seconds) {
        for (SelectionKey key : selector.keys()) {
            Listener listener = (Listener) key.attachment();
            listener.allow(seconds);
            if (key.isValid() && key.interestOps() == 0 && !listener.isHeldBack()) {
                key.interestOps(SelectionKey.OP_READ);
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        selector.wakeup();
        thread.join();
    }
}
