package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.net.URI;
import java.net.URL;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eventnexus.Position;
import org.eventnexus.tests.EventStream.Message;
import org.eventnexus.tests.Listener.End;
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

/** Clients that are cut at any byte and resume, that are slow, or that pause: each gets all that is kept, once and in order. */
@Tag("BX-06")
@Tag("R7")
@Tag("R13")
@ExtendWith(ArquillianExtension.class)
@Timeout(120)
class StreamCompletenessIT {
    private static final int CLIENTS = 10;
    private static final int RESUMES = 10;
    private static final int MAX_BYTES = 300_000;
    private static final int PORTION = 2_000;
    private static final int RATE = 20_000;
    private static final int KEPT = 200_000;
    private static final int MANY = 20_000;
    private static final int SHORT = 1_000;

    @ArquillianResource
    URL page;

    private Load load;
    private Crowd crowd;

    @Deployment(testable = false)
    static EnterpriseArchive hub() {
        return Deployments.loaded("""
                eventnexus.gateway.max-waiting-events=100000
                eventnexus.gateway.max-waiting-bytes=100000000
                eventnexus.domain.load.retention=200000
                eventnexus.gateway.load.subscribe=*
                eventnexus.domain.short.retention=1000
                eventnexus.gateway.short.subscribe=*
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

    /** Somebody whose connection breaks again and again. */
    private final class Unlucky {
        final List<String> got = new ArrayList<>();
        final List<Message> gaps = new ArrayList<>();
        private final URI uri;
        private final String start;
        private final Random random;
        private final BlockingQueue<Unlucky> broken;
        private int resumes;
        private Listener connection;

        Unlucky(URI uri, String start, long seed, BlockingQueue<Unlucky> broken) throws Exception {
            this.uri = uri;
            this.start = start;
            this.random = new Random(seed);
            this.broken = broken;
            connect();
        }

        private void connect() throws Exception {
            connection = crowd.open(uri, Message::id, "Last-Event-ID", got.isEmpty() ? start : got.get(got.size() - 1));
            if (resumes < RESUMES) {
                connection.cutsAfter(random.nextInt(MAX_BYTES));
            }
            connection.end().thenRun(() -> broken.add(this));
        }

        /** False if that was its last connection. */
        boolean resume() throws Exception {
            assertThat(connection.end().get()).isEqualTo(End.CUT);
            take();
            resumes++;
            connect();
            return resumes < RESUMES;
        }

        private void take() {
            got.addAll(connection.notes());
            gaps.addAll(connection.gaps());
        }

        List<String> all(String last) {
            await().atMost(30, TimeUnit.SECONDS).until(() -> last.equals(connection.lastId()));
            take();
            return got;
        }
    }

    /** Publishes until it is told to end, or the log is full. */
    private CompletableFuture<Integer> flood(AtomicBoolean end, int published) {
        if (end.get() || published >= KEPT / 2) {
            return CompletableFuture.completedFuture(published);
        }
        return load.publishLater("load", PORTION, 50, RATE).thenCompose(burst -> flood(end, published + burst.count()));
    }

    @Test
    @Tag("H-5.10")
    void aHundredResumesDuringAFloodLeaveNoGapAndNoDuplicate() throws Exception {
        load.publish("load", 1, 50);
        String start = load.newest("load").toString();
        BlockingQueue<Unlucky> broken = new LinkedBlockingQueue<>();
        List<Unlucky> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new Unlucky(load.events("load", ""), start, i, broken));
        }
        AtomicBoolean end = new AtomicBoolean();
        List<CompletableFuture<Integer>> floods = List.of(flood(end, 0), flood(end, 0));
        for (int going = CLIENTS; going > 0; ) {
            going -= broken.poll(60, TimeUnit.SECONDS).resume() ? 0 : 1;
        }
        end.set(true);
        int published = 0;
        for (CompletableFuture<Integer> flood : floods) {
            published += flood.get();
        }
        assertThat(published).as("published until the last resume").isLessThan(KEPT);
        String newest = load.newest("load").toString();
        for (Unlucky client : clients) {
            List<String> all = client.all(newest);
            assertThat(client.gaps).isEmpty();
            assertThat(all).isEqualTo(Positions.after(start, published));
        }
        Conservation.holds(load.rest(), "load");
    }

    @Test
    @Tag("H-5.13")
    void aGapDuringAFloodSaysWhatWasAskedForAndWhereItGoesOn() throws Exception {
        load.publish("short", 1, 50);
        String asked = load.newest("short").toString();
        CompletableFuture<Burst> flood = load.publishLater("short", 30 * SHORT, 50, 0);
        await().until(() -> Positions.between(asked, load.newest("short")) > 2 * SHORT);
        Listener late = crowd.open(load.events("short", ""), Message::id, "Last-Event-ID", asked);
        flood.get();
        String newest = load.newest("short").toString();
        await().until(() -> newest.equals(late.lastId()));
        assertThat(late.gaps()).isNotEmpty();
        Iterator<Message> gaps = late.gaps().iterator();
        String last = asked;
        for (String position : late.notes()) {
            if (!Positions.after(last, 1).equals(List.of(position))) {
                JsonObject gap = gaps.next().json();
                assertThat(gap.getString("requested")).isEqualTo(last);
                assertThat(oldestReached(gap, gaps, position)).isEqualTo(position);
            }
            last = position;
        }
        assertThat(gaps.hasNext()).isFalse();
        Conservation.holds(load.rest(), "short");
    }

    /** Where the gap goes on; the log may have moved on once more before that was read, and then another gap follows. */
    private static String oldestReached(JsonObject gap, Iterator<Message> further, String position) {
        String oldest = gap.getString("oldest");
        while (!oldest.equals(position) && further.hasNext()) {
            JsonObject next = further.next().json();
            assertThat(Positions.after(next.getString("requested"), 1)).containsExactly(oldest);
            oldest = next.getString("oldest");
        }
        return oldest;
    }

    @Test
    void whoReadsSlowlyOrNotForAWhileGetsEverything() throws Exception {
        load.publish("load", 1, 0);
        Position start = load.newest("load");
        Listener slow = crowd.openUnread(load.events("load", ""), Message::id);
        Listener pausing = crowd.openUnread(load.events("load", ""), Message::id);
        await().until(() -> load.streams("load") == 2);
        slow.reads(10 * 1_024);
        load.publish("load", MANY, 1_000);
        await().atMost(20, TimeUnit.SECONDS).until(() -> slow.bodyBytes() > 60 * 1_024);
        pausing.reads(Long.MAX_VALUE);
        await().atMost(30, TimeUnit.SECONDS).until(() -> pausing.count() == MANY);
        assertThat(slow.bodyBytes()).isLessThan(1 << 20);
        slow.reads(Long.MAX_VALUE);
        await().atMost(30, TimeUnit.SECONDS).until(() -> slow.count() == MANY);
        List<String> all = Positions.after(start, MANY);
        assertThat(slow.notes()).isEqualTo(all);
        assertThat(pausing.notes()).isEqualTo(all);
        Conservation.holds(load.rest(), "load");
    }
}
