package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.eventnexus.DeadLetterException;
import org.eventnexus.DomainConfig;
import org.eventnexus.LaneStats;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.RetryPolicy;
import org.eventnexus.Subscriber;
import org.eventnexus.SubscriptionOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The owner of a weak subscription is collected while there is still something for it: that has not been delivered. */
@Tag("AU-16")
@Tag("R8")
class WeakOwnerTest {
    private final HandEngine hand = new HandEngine();
    private final HandExecutor threads = new HandExecutor();
    private final Nexus nexus = hand.start(DomainConfig.of("d"));
    private final List<Object> seen = new ArrayList<>();
    private Owner owner = new Owner();

    private final class Owner {
        void tell(Object payload) {
            seen.add(payload);
            throw new IllegalStateException("broken");
        }
    }

    private void subscribe(SubscriptionOptions options) {
        nexus.bus()
                .subscribe(
                        "a",
                        options.named("weak").retry(RetryPolicy.of(2)).deadLetter(true),
                        Subscriber.weak(owner, (self, event) -> self.tell(event.payload())));
    }

    private Publication publish(Object payload) {
        Publication publication = nexus.bus().publish("a", payload);
        hand.run();
        return publication;
    }

    private void collectOwner() {
        var gone = new WeakReference<>(owner);
        owner = null;
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
            System.gc();
            return gone.get() == null;
        });
    }

    private void timePasses() {
        hand.time.advance(Duration.ofSeconds(1));
        hand.run();
        threads.runAll();
    }

    /** As nobody looks at the index meanwhile, the lane is still among the domain's. */
    private LaneStats lane() {
        return nexus.lanes().get(0);
    }

    @Test
    void whatWaitsInItsLaneIsAbandoned() {
        subscribe(SubscriptionOptions.defaults().on(threads));
        publish(1);
        publish(2);
        collectOwner();
        threads.runAll();
        assertThat(lane().delivered()).isZero();
        assertThat(lane().abandoned()).isEqualTo(2);
        nexus.stop(Duration.ofSeconds(10)); // which would wait for a place that was not given back
        assertThat(nexus.state()).isEqualTo(Nexus.State.STOPPED);
        assertThat(seen).isEmpty();
    }

    @Test
    void whatFailedInItsLaneHasFailedForGood() {
        subscribe(SubscriptionOptions.defaults().on(threads));
        publish(1);
        threads.runAll();
        collectOwner();
        timePasses();
        assertThat(seen).containsExactly(1);
        assertThat(lane().failed()).isEqualTo(1);
        assertThat(lane().delivered()).isZero();
        assertThat(hand.errors).containsExactly("weak: broken");
        assertThat(nexus.deadLetters().list(null, 9)).hasSize(1);
    }

    @Test
    void whatFailedInlineHasFailedForGood() {
        subscribe(SubscriptionOptions.defaults());
        Publication publication = publish(1);
        collectOwner();
        timePasses();
        assertThat(publication.status()).isEqualTo(Status.FAILED);
        assertThat(nexus.deadLetters().list(null, 9)).hasSize(1);
    }

    private String letter() {
        publish(1);
        threads.runAll();
        timePasses();
        return nexus.deadLetters().list(null, 9).get(0).id();
    }

    private void assertStays(String letter) {
        assertThatThrownBy(() -> nexus.deadLetters().redeliver(letter))
                .isInstanceOf(DeadLetterException.class)
                .hasMessageContaining("'weak' is registered no longer");
        assertThat(nexus.deadLetters().find(letter)).isPresent();
    }

    @Test
    void itsDeadLettersStay() {
        subscribe(SubscriptionOptions.defaults());
        String letter = letter();
        collectOwner();
        assertStays(letter);
    }

    @Test
    void itsLanesDeadLettersStayAlsoIfOneIsOnItsWay() {
        subscribe(SubscriptionOptions.defaults().on(threads));
        String letter = letter();
        Publication waiting = nexus.deadLetters().redeliver(letter);
        collectOwner();
        threads.runAll();
        assertThat(waiting.status()).isEqualTo(Status.FAILED);
        assertStays(letter);
    }
}
