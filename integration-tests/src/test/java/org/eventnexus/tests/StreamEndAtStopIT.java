package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eventnexus.tests.Listener.End;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams of a server that is stopped while events come: no client is left hanging. */
@Tag("BX-06")
@Tag("R12")
@Timeout(300)
class StreamEndAtStopIT {
    private static final int STREAMS = 100;

    @Test
    @Tag("H-5.24")
    void streamsEnd() throws Exception {
        try (OwnServer server = OwnServer.named("streams");
                Crowd crowd = new Crowd()) {
            server.lay(Deployments.loaded("eventnexus.gateway.load.subscribe=*\n"));
            server.start("/nexus/load/heap");
            Load load = new Load(server.uri("/nexus/").toURL());
            List<Listener> streams = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                streams.add(crowd.open(load.events("load", "")));
            }
            await().until(() -> load.streams("load") == STREAMS);
            load.publishLater("load", 1_000_000, 100, 5_000); // until it is refused
            await().until(() -> streams.stream().allMatch(stream -> stream.count() > 100));
            server.stop();
            List<End> ends = new ArrayList<>();
            for (Listener stream : streams) {
                ends.add(stream.end().get(10, TimeUnit.SECONDS));
            }
            if (OwnServer.isWildFly()) { // Payara closes its connections before it stops its applications
                assertThat(ends).containsOnly(End.WHOLE);
                assertThat(streams.stream().map(Listener::retry).distinct())
                        .as("times after which the clients are to come back")
                        .hasSizeGreaterThan(STREAMS / 2);
            }
            assertThat(ServerLog.of(server).complaints())
                    .filteredOn(line -> line.contains("eventnexus"))
                    .isEmpty();
        }
    }
}
