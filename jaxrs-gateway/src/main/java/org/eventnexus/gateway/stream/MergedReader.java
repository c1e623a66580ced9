package org.eventnexus.gateway.stream;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eventnexus.Position;
import org.eventnexus.gateway.access.GatewaySettings;

/**
 * Several domains over one connection, by turns. What a frame says is shared with all others; its id, which is where this
 * client stands in every domain, is not.
 */
final class MergedReader implements Reader {
    private final List<Leg> legs;
    private final GatewaySettings settings;
    private int turn;
    private byte[] bytes;
    private int eventsInBytes;

    /** @param legs one for each domain */
    MergedReader(List<Leg> legs, GatewaySettings settings) {
        this.legs = legs;
        this.settings = settings;
    }

    @Override
    public byte[] next() {
        for (int tried = 0; bytes == null && tried < legs.size(); tried++) {
            bytes = take(legs.get(turn));
            turn = (turn + 1) % legs.size();
        }
        return bytes == null && hasMore() ? GO_ON : bytes;
    }

    private byte[] take(Leg leg) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        leg.gap().ifPresent(gap -> joined.writeBytes(gap.block()));
        eventsInBytes = 0;
        for (Frame frame = leg.take(); frame != null; frame = joined.size() < Lane.JOIN ? leg.take() : null) {
            if (leg.isNamed()) {
                joined.writeBytes(frame.nameLine());
            }
            joined.writeBytes(("id: " + id() + "\n").getBytes(StandardCharsets.US_ASCII));
            joined.writeBytes(frame.block());
            eventsInBytes++;
        }
        return joined.size() == 0 ? null : joined.toByteArray();
    }

    private String id() {
        Map<String, Position> places = new TreeMap<>();
        legs.forEach(leg -> places.put(leg.domain(), leg.position()));
        return new Places(places).toString();
    }

    @Override
    public void taken() {
        bytes = null;
    }

    @Override
    public void stalled() {
        legs.forEach(Leg::stalled);
    }

    @Override
    public boolean overdue() {
        long events = bytes == null ? 0 : eventsInBytes;
        long size = bytes == null ? 0 : bytes.length;
        for (Leg leg : legs) {
            leg.backlog().count(settings.maxWaitingEvents(), settings.maxWaitingBytes());
            events += leg.backlog().events();
            size += leg.backlog().bytes();
        }
        return events > settings.maxWaitingEvents() || size > settings.maxWaitingBytes();
    }

    @Override
    public boolean lost() {
        return bytes == null && hasMore();
    }

    private boolean hasMore() {
        return legs.stream().anyMatch(Leg::hasMore);
    }

    @Override
    public void close() {
        legs.forEach(Leg::close);
    }
}
