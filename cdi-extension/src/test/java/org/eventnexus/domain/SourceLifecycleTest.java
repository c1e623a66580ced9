package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eventnexus.AsyncPullSource;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.LoopStoppedException;
import org.eventnexus.Nexus;
import org.eventnexus.Nexus.State;
import org.eventnexus.Publication.Status;
import org.eventnexus.PullSource;
import org.eventnexus.SourceContext;
import org.eventnexus.SourceRegistration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A domain starts its sources when it takes events, and closes them before it drains. */
@Tag("AN-16")
@Tag("AN-13")
@Tag("R12")
class SourceLifecycleTest {
    private final HandEngine hand = new HandEngine();
    private final Nexus nexus = hand.create(DomainConfig.of("d").withCapacity(100));
    private final List<Object> seen = new ArrayList<>();

    @Test
    void sourcesAreStartedWhenTheDomainTakesEventsAndNotBefore() {
        var states = new ArrayList<State>();
        var push = new RecordedSource() {
            @Override
            public void start(SourceContext context) {
                super.start(context);
                states.add(nexus.state());
            }
        };
        nexus.source("push", push);
        nexus.source("pull", (AsyncPullSource) () -> {
            states.add(nexus.state());
            return new CompletableFuture<>();
        });
        nexus.bus().subscribe("n", event -> seen.add(event.payload()));
        nexus.bus().publish("n", "published before");
        hand.run();
        assertThat(states).isEmpty();

        nexus.start();
        hand.run();
        push.tell(1);
        hand.run();

        assertThat(states).containsExactly(State.LOOPING, State.LOOPING);
        assertThat(seen).containsExactly("published before", 1);
        assertThat(nexus.sources()).containsExactly("push", "pull");
    }

    @Test
    void sourcesAreClosedBeforeTheDrainWhichHandlesWhatTheyHaveBrought() {
        nexus.start();
        hand.run();
        var depthAtClose = new CompletableFuture<Integer>();
        var push = new RecordedSource() {
            @Override
            public void close() {
                super.close();
                depthAtClose.complete(nexus.stats().depth());
                tell(99);
            }
        };
        nexus.bus().subscribe("n", event -> seen.add(event.payload()));
        SourceRegistration registration = nexus.source("push", push);
        hand.run();
        push.tell(1);
        push.tell(2);

        nexus.stop(Duration.ofSeconds(1));

        assertThat(depthAtClose).isCompletedWithValue(2);
        assertThat(seen).containsExactly(1, 2);
        assertThat(nexus.stats().published()).isEqualTo(2);
        assertThat(registration.ended().toCompletableFuture()).isCompletedWithValue(null);
        assertThat(nexus.sources()).isEmpty();
    }

    @Test
    void anEventThatWaitsForRoomWhenItsDomainStopsIsRefused() {
        Nexus full = hand.start(DomainConfig.of("full").withCapacity(1));
        full.handle("n", (event, context) -> new CompletableFuture<>());
        var push = new RecordedSource();
        full.source(push);
        hand.run();
        push.tell(1);
        hand.run();
        push.tell(2);
        var waiting = push.tell(3).get(0);
        assertThat(waiting.status()).isEqualTo(Status.PENDING);

        full.stop(Duration.ofMillis(1));

        assertThat(waiting.status()).isEqualTo(Status.REFUSED);
    }

    @Test
    void sourcesOfADomainThatNeverStartsAreClosedAndNeverStarted() {
        var push = new RecordedSource();
        SourceRegistration registration = nexus.source(push);
        var pullClosed = new ArrayList<String>();
        nexus.source("pull", new PullSource() {
            @Override
            public EventDraft<?> obtain() {
                return EventDraft.of("n", 1);
            }

            @Override
            public void close() {
                pullClosed.add("close");
            }
        });

        nexus.close();
        hand.run();

        assertThat(push.calls).containsExactly("close");
        assertThat(pullClosed).containsExactly("close");
        assertThat(registration.isActive()).isFalse();
        assertThat(nexus.stats().published()).isZero();
    }

    @Test
    @Tag("AN-14")
    void aDomainThatHasStoppedTakesNoSources() {
        nexus.close();
        assertThatThrownBy(() -> nexus.source(new RecordedSource()))
                .isInstanceOf(LoopStoppedException.class)
                .hasMessageContaining("'RecordedSource'");
    }

    @Test
    void aSourceThatFailsToCloseKeepsNothingFromStopping() {
        var bad = new RecordedSource() {
            @Override
            public void close() {
                super.close();
                throw new IllegalStateException("on purpose");
            }
        };
        var good = new RecordedSource();
        SourceRegistration registration = nexus.source("bad", bad);
        nexus.source("good", good);
        nexus.start();
        hand.run();

        nexus.close();

        assertThat(bad.calls).containsExactly("start", "close");
        assertThat(good.calls).containsExactly("start", "close");
        assertThat(registration.ended().toCompletableFuture()).isCompletedWithValue(null);
        assertThat(nexus.state()).isEqualTo(State.STOPPED);
    }

    @Test
    void aSourceWaitingForItsRestartIsNotStartedAfterTheStop() {
        var push = new RecordedSource();
        nexus.source(push);
        nexus.start();
        hand.run();
        push.context.fail(new IllegalStateException("on purpose"));

        nexus.close();

        hand.time.advance(Duration.ofHours(1));
        hand.run();
        assertThat(push.calls).containsExactly("start", "close");
    }
}
