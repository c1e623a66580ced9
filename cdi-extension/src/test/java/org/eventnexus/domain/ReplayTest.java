package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventLog;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Position;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Readers of the log from its beginning while publishers write at its end: there is no handover to get wrong. */
@Tag("BX-04")
@Tag("R13")
class ReplayTest {
    private static final int PUBLISHERS = 4;
    private static final int EACH = 200_000;

    /** A reader as streams are: it wants one sequence, reads until there is nothing more, and is signalled then. */
    private static final class Reader {
        private final EventLog log;
        private final Semaphore signals = new Semaphore(0);
        private long next;
        private long read;
        private long lost;
        private int gaps;

        private Reader(EventLog log, Position from) {
            this.log = log;
            EventLog.Resume resume = log.after(from);
            this.next = resume.sequence();
            this.lost = resume.gap() ? resume.sequence() - from.sequence() - 1 : 0;
        }

        private void readUntil(long last) throws InterruptedException {
            try (EventLog.Signal signal = log.onAppend(() -> {
                if (signals.availablePermits() == 0) {
                    signals.release();
                }
            })) {
                while (next <= last) {
                    NexusEvent<?> event = log.read(next);
                    long oldest = log.oldest();
                    if (event != null) {
                        assertThat(event.sequence()).isEqualTo(next);
                        next++;
                        read++;
                    } else if (oldest > next) {
                        gaps++;
                        lost += oldest - next;
                        next = oldest;
                    } else {
                        assertThat(signals.tryAcquire(30, TimeUnit.SECONDS))
                                .as("signal for %s", next)
                                .isTrue();
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1 << 20, 100_000, 64})
    void everyReaderFromTheBeginningSeesAllInOrderOrIsToldOfTheGap(int retention) throws Exception {
        try (var pooled = new PooledEngine(2)) {
            Nexus nexus = pooled.start(DomainConfig.of("d")
                    .withCapacity(256)
                    .withRetention(retention)
                    .withAwaitTimeout(Duration.ofMinutes(1)));
            nexus.handleRest((event, context) -> {
                if (event.payload().equals(7)) {
                    context.emit("secondary", -1);
                }
                return null;
            });
            EventLog log = nexus.log().orElseThrow();
            long total = (long) PUBLISHERS * EACH + PUBLISHERS;
            var readers = new ArrayList<Reader>();
            var running = new ArrayList<Future<?>>();
            for (int i = 0; i < 3; i++) {
                var reader = new Reader(log, new Position(log.epoch(), 0));
                readers.add(reader);
                running.add(pooled.publisher(() -> reader.readUntil(total)));
            }
            for (int p = 0; p < PUBLISHERS; p++) {
                running.add(pooled.publisher(() -> {
                    for (int i = 0; i < EACH; i++) {
                        nexus.bus().publish("a", i);
                    }
                }));
            }
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> log.newest() > total / 2);
            var late = new Reader(log, new Position(log.epoch(), 0));
            readers.add(late);
            running.add(pooled.publisher(() -> late.readUntil(total)));
            for (Future<?> each : running) {
                each.get(60, TimeUnit.SECONDS);
            }

            assertThat(log.newest()).isEqualTo(total);
            for (Reader reader : readers) {
                assertThat(reader.read + reader.lost)
                        .as("read or announced as lost")
                        .isEqualTo(total);
                assertThat(reader.next).isEqualTo(total + 1);
                if (retention > total) {
                    assertThat(reader.read).isEqualTo(total);
                    assertThat(reader.gaps).isZero();
                }
            }
        }
    }

    @Test
    void noSlowPublisherTakesAnEventOutOfASmallLog() throws Exception {
        // Seen four times in a million with a plain store: an event of which only the position was there.
        try (var pooled = new PooledEngine(2)) {
            Nexus nexus = pooled.start(
                    DomainConfig.of("d").withCapacity(1024).withRetention(64).withAwaitTimeout(Duration.ofMinutes(1)));
            EventLog log = nexus.log().orElseThrow();
            var missing = new AtomicLong();
            nexus.bus().subscribe("a", event -> {
                if (log.read(event.sequence()) != event && log.oldest() <= event.sequence()) {
                    missing.incrementAndGet();
                }
            });
            List<Future<?>> publishing = new ArrayList<>();
            for (int p = 0; p < 8; p++) {
                publishing.add(pooled.publisher(() -> {
                    for (int i = 0; i < 125_000; i++) {
                        nexus.bus().publish("a", i);
                    }
                }));
            }
            for (Future<?> each : publishing) {
                each.get(60, TimeUnit.SECONDS);
            }
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> nexus.stats().waiting() == 0);
            assertThat(missing).hasValue(0);
        }
    }

    @Test
    @Tag("R8")
    void aReaderWhoseSignalThrowsKeepsNoEventFromBeingHandled() {
        var hand = new HandEngine();
        Nexus nexus = hand.start(DomainConfig.of("d"));
        nexus.log().orElseThrow().onAppend(() -> {
            throw new IllegalStateException("the reader is gone");
        });
        nexus.handleRest((event, context) ->
                context.emit(org.eventnexus.EventDraft.of("b", 1)).isDone());
        nexus.handle("b", (event, context) -> null);
        var publication = nexus.bus().publish("a", 1);
        hand.run();
        assertThat(publication.isDone()).isTrue();
        assertThat(nexus.stats().delivered()).isEqualTo(2);
    }
}
