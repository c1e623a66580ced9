package org.eventnexus.gateway.stream;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.eventnexus.Position;
import org.eventnexus.gateway.Domain;
import org.eventnexus.gateway.access.GatewaySettings;
import org.eventnexus.gateway.stream.StreamRequest.Part;
import org.eventnexus.gateway.wire.CloudEventWriter;
import org.eventnexus.gateway.wire.JsonBinding;

/** A domain and a hub over it, with threads and time in a test's hand. */
final class Streams implements AutoCloseable {
    static final Duration HEARTBEAT = Duration.ofSeconds(15);

    final Manual manual = new Manual();
    final Domain domain;
    final StreamHub hub;

    Streams(int retention) {
        this(retention, settings(1_000, 4 << 20));
    }

    Streams(int retention, GatewaySettings settings) {
        domain = new Domain("d", retention);
        hub = new StreamHub(manual, manual, new CloudEventWriter(new JsonBinding()), settings, manual::nanoTime);
    }

    static GatewaySettings settings(int maxWaitingEvents, int maxWaitingBytes) {
        return new GatewaySettings(HEARTBEAT, 1 << 20, 10, 5, maxWaitingEvents, maxWaitingBytes);
    }

    FakeOutlet live(String... types) {
        return open(Start.live(domain.log()), false, types);
    }

    FakeOutlet after(String position, String... types) {
        return open(Start.after(domain.log(), position).orElseThrow(), false, types);
    }

    FakeOutlet open(Start start, boolean named, String... types) {
        return open("somebody", start, named, types);
    }

    FakeOutlet open(String caller, Start start, boolean named, String... types) {
        FakeOutlet outlet = new FakeOutlet();
        Selection selection = Selection.parse(List.of(types), named);
        try {
            hub.open(StreamRequest.of(new Part(domain.nexus, domain.log(), selection, start), caller), () -> outlet);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return outlet;
    }

    String position(long sequence) {
        return new Position(domain.log().epoch(), sequence).toString();
    }

    /** The positions from one sequence to another, both included. */
    List<String> positions(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(this::position).toList();
    }

    int open() {
        return hub.streams("d");
    }

    @Override
    public void close() {
        hub.close();
        domain.close();
    }
}
