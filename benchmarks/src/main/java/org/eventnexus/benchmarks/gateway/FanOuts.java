package org.eventnexus.benchmarks.gateway;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One event to many clients: by the gateway, by a loop over {@code SseEventSink}, and by the bare writer. */
final class FanOuts {
    private static final String EVENTS = "/nexus/api/domains/%s/events";
    /** Of an event on the wire. */
    static final int SIZE = 200;

    private final LoadServer server;
    private final Bare bare;
    private int filling = -1;

    FanOuts(LoadServer server, Bare bare) {
        this.server = server;
        this.bare = bare;
    }

    /** How long the payload may be for an event of {@link #SIZE} bytes, seen by publishing one. */
    private int filling() throws Exception {
        if (filling < 0) {
            try (Clients clients = new Clients(false)) {
                follow(clients, 1);
                publish("load", 1_000, 0, 0).join();
                require(clients.awaitBlocks(1_000), clients, 1_000);
                filling = Math.max(0, SIZE - (int) (clients.bytes() / 1_000));
            }
        }
        return filling;
    }

    private CompletableFuture<?> publish(String domain, int count, int size, int rate) {
        return server.later(server.request(
                "/load/inside/publish?domain=" + domain + "&count=" + count + "&size=" + size + "&rate=" + rate));
    }

    CompletableFuture<?> publishAtRate(int count, int rate) throws Exception {
        return publish("load", count, filling(), rate);
    }

    /** Opens streams and waits until all are there; then nothing has been counted yet. */
    void follow(Clients clients, int count) throws Exception {
        clients.open(count, server.port(), EVENTS.formatted("load"));
        require(clients.awaitBlocks(count), clients, count); // each one's retry
        clients.reset();
    }

    private static void require(boolean all, Clients clients, long expected) throws IOException {
        if (!all) {
            throw new IOException(clients.blocks() + " blocks of " + expected + " came, and " + clients.ended()
                    + " connections have ended");
        }
    }

    /** Deliveries a second of the gateway. */
    double gateway(int count, int events, int unread) throws Exception {
        int size = filling();
        try (Clients clients = new Clients(false)) {
            clients.openUnread(unread, server.port(), EVENTS.formatted("load"));
            follow(clients, count);
            publish("load", events, size, 0);
            require(clients.awaitBlocks((long) count * events), clients, (long) count * events);
            return count * (double) events / clients.seconds();
        }
    }

    /** Deliveries a second of a plain loop. */
    double sinks(int count, int events) throws Exception {
        try (Clients clients = new Clients(false)) {
            clients.open(count, server.port(), "/load/peer/events");
            require(clients.awaitBlocks(count), clients, count); // each one's greeting
            clients.reset();
            server.later(server.request("/load/peer/publish?count=" + events + "&size=" + (SIZE - 20)));
            require(clients.awaitBlocks((long) count * events), clients, (long) count * events);
            server.get("/load/peer/clear");
            return count * (double) events / clients.seconds();
        }
    }

    /** Deliveries a second of the bare writer. */
    double bare(int count, int events) throws Exception {
        try (Clients clients = new Clients(false)) {
            bareFollow(clients, count);
            bare.tell("send " + events + ' ' + SIZE + " 0 0");
            require(clients.awaitBlocks((long) count * events), clients, (long) count * events);
            bare.done();
            return count * (double) events / clients.seconds();
        } finally {
            bare.tell("close");
            bare.done();
        }
    }

    private void bareFollow(Clients clients, int count) throws IOException {
        bare.tell("accept " + count);
        clients.open(count, bare.port(), "/");
        bare.done();
        clients.reset();
    }

    /** Deliveries a second when clients connect at once and replay what is kept, counted from the first connect. */
    double replay(int count) throws Exception {
        int events = 1_000;
        publish("kept", events, filling(), 0).join();
        try (Clients clients = new Clients(false)) {
            long start = System.nanoTime();
            clients.open(count, server.port(), EVENTS.formatted("kept") + "?after=0");
            require(clients.awaitBlocks(count * (events + 1L)), clients, count * (events + 1L));
            return count * (double) events / ((clients.lastAt() - start) / 1e9);
        }
    }

    /** From the POST of a probe to the last client's last byte, while others are published at a rate; sorted nanoseconds. */
    long[] latencies(int count, int rate, int seconds, int probesASecond) throws Exception {
        int size = filling();
        try (Clients clients = new Clients(true)) {
            follow(clients, count);
            CompletableFuture<?> load = publish("load", rate * seconds, size, rate);
            long start = System.nanoTime();
            for (int i = 0; i < seconds * probesASecond; i++) {
                long at = start + TimeUnit.SECONDS.toNanos(i) / probesASecond;
                TimeUnit.NANOSECONDS.sleep(at - System.nanoTime());
                server.later(server.request("/nexus/api/domains/load/events?type=load.probe")
                        .header("Content-Type", "application/json")
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString(
                                '"' + Block.PROBE + System.nanoTime() + "!\"")));
            }
            load.join();
            require(clients.awaitBlocks(count * (long) seconds * (rate + probesASecond)), clients, count * (long) rate);
            return clients.latencies(count);
        }
    }

    /** The same of the bare writer, which has no POST: from when it takes a probe in hand. */
    long[] bareLatencies(int count, int rate, int seconds, int probesASecond) throws Exception {
        try (Clients clients = new Clients(true)) {
            bareFollow(clients, count);
            bare.tell("send " + rate * seconds + ' ' + SIZE + ' ' + rate + ' ' + rate / probesASecond);
            bare.done();
            require(clients.awaitBlocks(count * (long) seconds * rate), clients, count * (long) seconds * rate);
            return clients.latencies(count);
        } finally {
            bare.tell("close");
            bare.done();
        }
    }

    /** Opens streams and leaves them idle. */
    Clients idle(int count) throws Exception {
        Clients clients = new Clients(false);
        clients.open(count, server.port(), EVENTS.formatted("load"));
        require(clients.awaitBlocks(count), clients, count);
        return clients;
    }
}
