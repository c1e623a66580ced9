package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eventnexus.Position;
import org.eventnexus.tests.EventStream.Message;
import org.eventnexus.tests.Load.Burst;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two thousand clients at once, and what is left of them when they are cut. */
@Tag("BX-06")
@Tag("R7")
@ExtendWith(ArquillianExtension.class)
@Timeout(120)
class ManyStreamsIT {
    private static final int STREAMS = 2_000;
    private static final int EVENTS = 250;
    private static final String NEXT = "/next?type=load.*";
    private static final Duration HEARTBEAT = Duration.ofSeconds(4);

    @ArquillianResource
    URL page;

    private Load load;
    private Crowd crowd;

    @Deployment(testable = false)
    static EnterpriseArchive hub() {
        return Deployments.loaded("""
                eventnexus.gateway.heartbeat=4s
                eventnexus.gateway.max-streams-per-caller=2000
                eventnexus.gateway.max-pending-per-caller=2000
                eventnexus.domain.load.retention=5000
                eventnexus.gateway.load.subscribe=*
                """);
    }

    @BeforeEach
    void start() throws Exception {
        load = new Load(page);
        crowd = new Crowd();
    }

    @AfterEach
    void stop() throws Exception {
        crowd.close();
    }

    private List<Listener> open(int count, URI uri, String... headers) throws Exception {
        List<Listener> listeners = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            listeners.add(crowd.open(uri, Message::id, headers));
        }
        return listeners;
    }

    @Test
    @Tag("H-5.22")
    void allGetEverythingAndLeaveNoTraceWhenTheyAreCut() throws Exception {
        load.publish("load", 1, 0);
        Position start = load.newest("load");
        List<Listener> listeners = open(STREAMS, load.events("load", ""));
        await().atMost(30, TimeUnit.SECONDS).until(() -> load.streams("load") == STREAMS);
        CompletableFuture<Burst> other = load.publishLater("load", EVENTS, 50, 500);
        load.publish("load", EVENTS, 50);
        assertThat(other.get().count()).isEqualTo(EVENTS);
        List<String> all = Positions.after(start, 2 * EVENTS);
        await().atMost(30, TimeUnit.SECONDS)
                .until(() -> listeners.stream().allMatch(listener -> listener.count() >= all.size()));
        assertThat(listeners)
                .allSatisfy(listener -> assertThat(listener.notes()).isEqualTo(all));

        ServerLog log = ServerLog.fromNowOn();
        listeners.forEach(Listener::cut);
        long cut = System.nanoTime();
        await().pollInterval(50, TimeUnit.MILLISECONDS)
                .atMost(HEARTBEAT.multipliedBy(4))
                .until(() -> load.streams("load") == 0);
        Duration took = Duration.ofNanos(System.nanoTime() - cut);
        assertThat(took).isLessThan(HEARTBEAT.multipliedBy(2));
        assertThat(log.complaints()).isEmpty();
        Conservation.holds(load.rest(), "load");
    }

    @Test
    void whoWaitsForTheNextEventAndIsCutLeavesNoTraceEither() throws Exception {
        load.publish("load", 1, 0);
        long heapBefore = load.heap();
        ServerLog log = ServerLog.fromNowOn();
        waitAndCut("wait=60");
        load.publish("load", 1, 0);
        awaitRoom(); // they have been answered
        waitAndCut("wait=15");
        awaitRoom(); // their time is over
        await().pollInterval(Duration.ofMillis(500))
                .atMost(30, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(load.heap() - heapBefore).isLessThan(20 << 20));
        assertThat(log.complaints()).isEmpty();
        Conservation.holds(load.rest(), "load");
    }

    /** As many as one caller may be, which a few more are told. */
    private void waitAndCut(String prefer) throws Exception {
        List<Listener> waiting = open(STREAMS + 10, load.events("load", NEXT), "Prefer", prefer);
        await().until(() ->
                waiting.stream().filter(listener -> listener.status() == 503).count() == 10);
        waiting.forEach(Listener::cut);
    }

    private void awaitRoom() {
        await().atMost(20, TimeUnit.SECONDS).until(() -> nextStatus() == 204);
    }

    private int nextStatus() throws Exception {
        return load.rest().get("domains/load/events" + NEXT, "Prefer", "wait=0").status();
    }
}
