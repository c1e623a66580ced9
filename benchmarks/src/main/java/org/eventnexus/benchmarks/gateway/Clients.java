package org.eventnexus.benchmarks.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Streams' clients, all on one thread: they count the empty lines at the ends of blocks, and note when a block came that says
 * when it was sent.
 */
final class Clients implements AutoCloseable {
    private static final byte[] PROBE = Block.PROBE.getBytes(StandardCharsets.US_ASCII);
    private static final int SMALL_BUFFER = 4_096;

    private final Selector selector = Selector.open();
    private final Thread thread = new Thread(this::run, "clients");
    private final Queue<SocketChannel> arrivals = new ConcurrentLinkedQueue<>();
    private final List<SocketChannel> channels = new ArrayList<>();
    private final ConcurrentMap<Long, Arrival> probes = new ConcurrentHashMap<>();
    private final boolean probing;
    private volatile boolean closed;
    private volatile long blocks;
    private volatile long bytes;
    private volatile long firstAt;
    private volatile long lastAt;
    private volatile int ended;

    /** How many clients have a probe, and when the last of them got it. */
    private static final class Arrival {
        final AtomicInteger count = new AtomicInteger();
        volatile long lastAt;
    }

    /** What is known of one connection. */
    private static final class Wire {
        boolean afterLine;
        int matched;
        long number;
        boolean inNumber;
    }

    /** @param probing whether to look for probes, which costs */
    Clients(boolean probing) throws IOException {
        this.probing = probing;
        thread.setDaemon(true);
        thread.start();
    }

    void open(int count, int port, String path, String... headers) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel channel = connect(port, path, false, headers);
            arrivals.add(channel);
            selector.wakeup();
        }
    }

    /** Connections that nobody ever reads. */
    void openUnread(int count, int port, String path) throws IOException {
        for (int i = 0; i < count; i++) {
            connect(port, path, true);
        }
    }

    private SocketChannel connect(int port, String path, boolean small, String... headers) throws IOException {
        SocketChannel channel = SocketChannel.open();
        if (small) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_BUFFER);
        }
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
                + String.join("", headers) + "\r\n";
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        channel.configureBlocking(false);
        channels.add(channel);
        return channel;
    }

    /** Counts from zero again. */
    void reset() {
        blocks = 0;
        bytes = 0;
        firstAt = 0;
    }

    long blocks() {
        return blocks;
    }

    long bytes() {
        return bytes;
    }

    int ended() {
        return ended;
    }

    /** Seconds between the first and the last bytes since {@link #reset}. */
    double seconds() {
        return (lastAt - firstAt) / 1e9;
    }

    long lastAt() {
        return lastAt;
    }

    /** Waits for so many blocks; false if nothing more comes for some seconds. */
    boolean awaitBlocks(long count) throws InterruptedException {
        long before = -1;
        long quietSince = System.nanoTime();
        while (blocks < count) {
            if (blocks != before) {
                before = blocks;
                quietSince = System.nanoTime();
            } else if (System.nanoTime() - quietSince > TimeUnit.SECONDS.toNanos(15)) {
                return false;
            }
            Thread.sleep(2);
        }
        return true;
    }

    /** From the sending of each probe that all of some clients have got, to the arrival at the last; nanoseconds, sorted. */
    long[] latencies(int clients) {
        return probes.entrySet().stream()
                .filter(probe -> probe.getValue().count.get() == clients)
                .mapToLong(probe -> probe.getValue().lastAt - probe.getKey())
                .sorted()
                .toArray();
    }

    int probes() {
        return probes.size();
    }

    private void run() {
        ByteBuffer buffer = ByteBuffer.allocate(256 * 1024);
        try {
            while (!closed) {
                selector.select(key -> read(key, buffer), 100);
                for (SocketChannel arrival = arrivals.poll(); arrival != null; arrival = arrivals.poll()) {
                    arrival.register(selector, SelectionKey.OP_READ, new Wire());
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void read(SelectionKey key, ByteBuffer buffer) {
        SocketChannel channel = (SocketChannel) key.channel();
        int count;
        try {
            count = channel.read(buffer.clear());
        } catch (IOException reset) {
            count = -1;
        }
        if (count < 0) {
            key.cancel();
            ended++;
            return;
        }
        long now = System.nanoTime();
        if (firstAt == 0) {
            firstAt = now;
        }
        lastAt = now;
        bytes += count;
        Wire wire = (Wire) key.attachment();
        blocks += ends(wire, buffer.array(), count);
        if (probing) {
            probes(wire, buffer.array(), count, now);
        }
    }

    /** Chunks' heads end with CR LF, so that two LF in a row are always a block's end. */
    private static int ends(Wire wire, byte[] bytes, int count) {
        boolean afterLine = wire.afterLine;
        int ends = 0;
        for (int i = 0; i < count; i++) {
            boolean line = bytes[i] == '\n';
            if (line && afterLine) {
                ends++;
            }
            afterLine = line;
        }
        wire.afterLine = afterLine;
        return ends;
    }

    private void probes(Wire wire, byte[] bytes, int count, long now) {
        for (int i = 0; i < count; i++) {
            byte b = bytes[i];
            if (wire.inNumber) {
                if (b == '!') {
                    Arrival arrival = probes.computeIfAbsent(wire.number, sent -> new Arrival());
                    arrival.lastAt = now;
                    arrival.count.incrementAndGet();
                    wire.inNumber = false;
                } else {
                    wire.number = wire.number * 10 + b - '0';
                }
            } else if (b == PROBE[wire.matched]) {
                if (++wire.matched == PROBE.length) {
                    wire.matched = 0;
                    wire.inNumber = true;
                    wire.number = 0;
                }
            } else {
                wire.matched = b == PROBE[0] ? 1 : 0;
            }
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        closed = true;
        selector.wakeup();
        thread.join();
        for (SocketChannel channel : channels) {
            channel.close();
        }
        selector.close();
    }
}
