package org.eventnexus.gateway.access;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * The gateway's settings that are not about one domain.
 *
 * @param heartbeat how often a stream says that it is alive
 * @param maxBody bytes of a request's body at most
 * @param maxStreams streams of this node at most
 * @param maxStreamsPerCaller streams of one caller at most
 * @param maxWaitingEvents events that may wait for a client that does not read
 * @param maxWaitingBytes what these events may be together
 */
public record GatewaySettings(
        Duration heartbeat,
        int maxBody,
        int maxStreams,
        int maxStreamsPerCaller,
        int maxWaitingEvents,
        int maxWaitingBytes) {
    static final String PREFIX = "eventnexus.gateway.";

    /** @throws IllegalArgumentException naming a setting whose value makes no sense */
    public static GatewaySettings of(Function<String, Optional<String>> settings) {
        return new GatewaySettings(
                Setting.HEARTBEAT.duration(settings),
                Setting.MAX_BODY.number(settings),
                Setting.MAX_STREAMS.number(settings),
                Setting.MAX_STREAMS_PER_CALLER.number(settings),
                Setting.MAX_WAITING_EVENTS.number(settings),
                Setting.MAX_WAITING_BYTES.number(settings));
    }
}
