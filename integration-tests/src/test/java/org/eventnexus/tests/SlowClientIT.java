package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eventnexus.Position;
import org.eventnexus.tests.EventStream.Message;
import org.eventnexus.tests.Listener.End;
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

/** Clients that connect and never read: nobody else notices, and they are closed at their bound. */
@Tag("BX-06")
@Tag("R7")
@ExtendWith(ArquillianExtension.class)
@Timeout(180)
class SlowClientIT {
    private static final int KIB = 1_000; // with the envelope an event is a little over 1 KiB on the wire
    private static final int READING = 3;
    private static final int IDLE = 30;
    private static final int KEPT = 30_000;
    private static final int PORTION = 20_000;
    private static final int PORTIONS = 5;
    private static final long MIB = 1 << 20;

    @ArquillianResource
    URL page;

    private Load load;
    private Crowd crowd;

    @Deployment(testable = false)
    static EnterpriseArchive hub() {
        return Deployments.loaded("""
                eventnexus.gateway.heartbeat=4s
                eventnexus.domain.load.retention=30000
                eventnexus.gateway.load.subscribe=*
                eventnexus.domain.other.retention=30000
                eventnexus.gateway.other.subscribe=*
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

    private List<Listener> idle(int count, URI uri) throws Exception {
        List<Listener> idle = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            idle.add(crowd.openUnread(uri, Message::id));
        }
        return idle;
    }

    /** Publishes a portion and waits until all who read have it; how long that took. */
    private Duration portion(List<Listener> reading) throws Exception {
        int before = reading.get(0).count();
        long start = System.nanoTime();
        load.publish("load", PORTION, KIB);
        await().atMost(60, TimeUnit.SECONDS)
                .pollInterval(5, TimeUnit.MILLISECONDS)
                .until(() -> reading.stream().allMatch(listener -> listener.count() == before + PORTION));
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private void awaitStreams(String domain, int count) {
        await().atMost(30, TimeUnit.SECONDS).until(() -> load.streams(domain) == count);
    }

    @Test
    @Tag("H-5.17")
    void whoNeverReadsDelaysNobodyAndCostsNoHeap() throws Exception {
        URI events = load.events("load", "");
        List<Listener> reading = List.of(crowd.open(events), crowd.open(events), crowd.open(events));
        awaitStreams("load", READING);
        portion(reading);
        portion(reading);
        Duration without = Duration.ofDays(1);
        Duration with = without;
        long heapBefore = load.heap();
        long heapAfter = 0;
        for (int i = 0; i < PORTIONS; i++) {
            without = min(without, portion(reading));
            List<Listener> idle = idle(IDLE, events);
            awaitStreams("load", READING + IDLE);
            with = min(with, portion(reading));
            awaitStreams("load", READING);
            heapAfter = Math.max(heapAfter, load.heap());
            idle.forEach(Listener::cut);
        }
        assertThat(with).as("with clients that never read").isLessThan(without.multipliedBy(2));
        assertThat(heapAfter - heapBefore).as("heap from " + heapBefore).isLessThan(64 * MIB);
        Position newest = load.newest("load");
        for (Listener listener : reading) {
            List<String> notes = listener.notes();
            assertThat(notes)
                    .isEqualTo(Positions.after(
                            new Position(newest.epoch(), newest.sequence() - notes.size()), notes.size()));
        }
        Conservation.holds(load.rest(), "load");
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    @Test
    @Tag("H-5.18")
    @Tag("H-5.19")
    void whoNeverReadsIsClosedAtItsBoundAndItsResumeFindsTheRest() throws Exception {
        URI events = load.events("load", "");
        load.publish("load", 1, KIB);
        Position start = load.newest("load");
        Listener idle = idle(1, events).get(0);
        awaitStreams("load", 1);
        int published = 0;
        while (load.streams("load") == 1) {
            load.publishLater("load", 200, KIB, 1_000).get();
            published += 200;
            assertThat(published).as("closed at its bound").isLessThan(KEPT);
        }
        await().until(() -> load.streams("load") == 0);
        Position newest = load.newest("load");
        idle.reads(Long.MAX_VALUE);
        assertThat(idle.end().get(20, TimeUnit.SECONDS)).isEqualTo(End.WHOLE);
        assertThat(idle.notes()).isEqualTo(Positions.after(start, idle.count()));
        String last = idle.lastId();
        int rest = (int) Positions.between(last, newest);
        Listener resumed = crowd.open(events, Message::id, "Last-Event-ID", last);
        await().until(() -> resumed.count() == rest);
        assertThat(resumed.notes()).isEqualTo(Positions.after(last, rest));
        assertThat(resumed.gaps()).isEmpty();
        resumed.close();

        load.publish("load", KEPT, KIB);
        Listener late = crowd.open(events, Message::id, "Last-Event-ID", last);
        await().until(() -> late.count() == KEPT);
        assertThat(late.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.json().getString("requested")).isEqualTo(last);
            assertThat(gap.json().getString("oldest")).isEqualTo(late.notes().get(0));
        });
        assertThat(late.notes()).isEqualTo(Positions.after(newest, KEPT));
        Conservation.holds(load.rest(), "load");
    }

    @Test
    @Tag("H-5.19")
    void theSameGoesForStreamsOfSeveralDomains() throws Exception {
        Listener reading = crowd.open(load.rest().uri("stream?select=load:**&select=other:**"), SlowClientIT::said);
        Listener idle = crowd.openUnread(load.rest().uri("stream?select=load:load.*&select=other:**"), Message::id);
        awaitStreams("other", 2);
        awaitStreams("load", 2);
        int published = 0;
        while (load.streams("other") == 2) {
            load.publishLater("load", 100, KIB, 1_000).get();
            load.publishLater("other", 100, KIB, 1_000).get();
            published += 200;
            assertThat(published).as("closed at its bound").isLessThan(KEPT);
        }
        awaitStreams("load", 1);
        int all = published;
        await().until(() -> reading.count() == all);
        idle.reads(Long.MAX_VALUE);
        assertThat(idle.end().get(20, TimeUnit.SECONDS)).isEqualTo(End.WHOLE);
        Listener resumed = crowd.open(
                load.rest().uri("stream?select=load:load.*&select=other:**"),
                SlowClientIT::said,
                "Last-Event-ID",
                idle.lastId());
        int rest = all - idle.count();
        await().until(() -> resumed.count() == rest);
        Conservation.holds(load.rest(), "load");
        Conservation.holds(load.rest(), "other");
    }

    private static String said(Message message) {
        return message.json().getString("domain") + " "
                + message.json().getString("data").split(" ")[0];
    }
}
