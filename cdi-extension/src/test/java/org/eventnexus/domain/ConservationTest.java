package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.EventSelector;
import org.eventnexus.Handler;
import org.eventnexus.Nexus;
import org.eventnexus.Overflow;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.Subscriber;
import org.eventnexus.race.Chance;
import org.eventnexus.race.Conservation;
import org.eventnexus.race.Crowd;
import org.eventnexus.race.Race;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Admitted = completed + failed + unhandled + dropped + abandoned + waiting, and every publication ends once. */
@Tag("R7")
class ConservationTest {
    private static final int PUBLISHERS = 4;
    private static final int EACH = 20_000;

    private final ConcurrentLinkedQueue<Publication> secondaries = new ConcurrentLinkedQueue<>();
    private final AtomicLong ends = new AtomicLong();

    @Race
    @ParameterizedTest
    @CsvSource({
        "AWAIT,1,false",
        "FAIL,1,false",
        "DROP_NEWEST,1,false",
        "DROP_OLDEST,1,false",
        "KEEP_LATEST,1,false",
        "AWAIT,8,false",
        "FAIL,8,false",
        "DROP_OLDEST,8,false",
        "KEEP_LATEST,8,false",
        "AWAIT,1,true",
        "FAIL,8,true",
        "DROP_OLDEST,8,true",
        "KEEP_LATEST,1,true"
    })
    void whateverHappensToEventsTheyAreCounted(Overflow overflow, int inFlight, boolean stopInTheMiddle, Chance chance)
            throws Exception {
        try (var pooled = new PooledEngine(2)) {
            Nexus nexus = pooled.start(DomainConfig.of("d")
                    .withCapacity(64)
                    .withOverflow(overflow)
                    .withInFlight(inFlight)
                    .withMaxSecondaries(3)
                    .withRetention(100)
                    .withAwaitTimeout(Duration.ofSeconds(30)));
            register(nexus, pooled);
            var publications = new ConcurrentLinkedQueue<Publication>();
            Crowd crowd = new Crowd(chance)
                    .add(PUBLISHERS, own -> publish(nexus, publications, own))
                    .start();
            int enough = chance.below(20_000);
            if (stopInTheMiddle) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        // Under FAIL the publishers may be done, refused mostly, before the loop has made room for so
                        // many.
                        .until(() -> nexus.stats().published() > enough || crowd.isDone());
                nexus.stop(Duration.ofMillis(1));
            }
            crowd.await(Duration.ofSeconds(60));
            Nexus.Stats stats = Conservation.atRest(nexus);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> ends.get() == publications.size() + secondaries.size());
            publications.addAll(secondaries);

            assertThat(ends).hasValue(publications.size());
            Map<Status, Long> counted = new EnumMap<>(Status.class);
            publications.forEach(publication -> counted.merge(publication.status(), 1L, Long::sum));
            assertThat(List.of(
                            stats.delivered(), stats.failed(), stats.unhandled(), stats.dropped(), stats.abandoned()))
                    .isEqualTo(List.of(
                            counted.getOrDefault(Status.COMPLETED, 0L),
                            counted.getOrDefault(Status.FAILED, 0L),
                            counted.getOrDefault(Status.UNHANDLED, 0L),
                            counted.getOrDefault(Status.DROPPED, 0L),
                            counted.getOrDefault(Status.ABANDONED, 0L)));
            assertThat(stats.refused()).isGreaterThanOrEqualTo(counted.getOrDefault(Status.REFUSED, 0L));
        }
    }

    private void register(Nexus nexus, PooledEngine pooled) {
        nexus.handle("fine", (event, context) -> "value");
        nexus.handle("fails", (event, context) -> {
            throw new IllegalStateException("on purpose");
        });
        nexus.handle("stage", (event, context) -> {
            var stage = new CompletableFuture<Object>();
            pooled.pool.execute(() -> {
                if (event.payload().equals(0)) {
                    stage.completeExceptionally(new IllegalStateException("on purpose"));
                } else {
                    emit(() -> context.emit("fine", 1)); // from another thread
                    stage.complete("value");
                }
            });
            return stage;
        });
        nexus.handle("parent", (event, context) -> {
            for (String child : new String[] {"fine", "fails", "nobody", "one too many"}) {
                emit(() -> context.emit(child, 1));
            }
            return null;
        });
    }

    /** Beyond the limit, and when the domain has been stopped meanwhile, it throws, and is no publication. */
    private void emit(java.util.function.Supplier<Publication> emission) {
        try {
            watch(emission.get(), secondaries);
        } catch (org.eventnexus.EventNexusException refused) {
            // counted by the domain
        }
    }

    private void publish(Nexus nexus, ConcurrentLinkedQueue<Publication> publications, Chance random) {
        String[] types = {"fine", "fails", "stage", "parent", "nobody"};
        for (int i = 0; i < EACH; i++) {
            String type = random.oneOf(types);
            int payload = random.below(3);
            EventDraft<Integer> draft = EventDraft.of(type, payload).key("" + payload);
            watch(
                    random.below(4) == 0
                            ? nexus.bus().publishAsync(draft)
                            : nexus.bus().publish(draft),
                    publications);
        }
    }

    private void watch(Publication publication, ConcurrentLinkedQueue<Publication> into) {
        into.add(publication);
        publication.outcome().thenRun(ends::incrementAndGet);
    }

    @Test
    void nothingButPayloadsMayBeNull() {
        Nexus nexus = new HandEngine().create(DomainConfig.of("d"));
        EventSelector selector = EventSelector.any();
        assertThatThrownBy(() -> nexus.bus().subscribe(selector, (Subscriber<?>) null))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> nexus.bus().subscribe((EventSelector) null, event -> {}))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> nexus.bus().subscribe(selector, "name", (Handler<?>) null))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> nexus.bus().subscribe(selector, (String) null, (event, context) -> null))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> nexus.handle(selector, "name", null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> nexus.handle(selector, null, (event, context) -> null))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> nexus.bus().publish(null, "payload")).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> nexus.bus().publish(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> nexus.bus().publishAsync(null)).isInstanceOf(NullPointerException.class);
    }
}
