package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventSelector;
import org.eventnexus.Nexus;
import org.eventnexus.Subscription;
import org.eventnexus.SubscriptionOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the lanes of a domain have in common is not lost with one of them. */
@Tag("R2")
@Tag("AU-06")
class LaneLimitTest {
    private final HandEngine hand = new HandEngine();
    private final Nexus nexus = hand.start(DomainConfig.of("d").withMaxConcurrent(1));
    private final HandExecutor threads = new HandExecutor();
    private final List<CompletableFuture<Object>> stages = new ArrayList<>();
    private final List<Object> seen = new ArrayList<>();

    private static SubscriptionOptions lane(String name, HandExecutor executor) {
        return SubscriptionOptions.defaults().named(name).on(executor);
    }

    private void subscribeWithStages() {
        nexus.bus().subscribe("a", lane("busy", threads), (event, context) -> {
            seen.add(event.payload());
            stages.add(new CompletableFuture<>());
            return stages.get(stages.size() - 1);
        });
    }

    private void publish(Object payload) {
        nexus.bus().publish("a", payload);
        hand.run();
    }

    private void callBusy() {
        subscribeWithStages();
        publish(1);
        threads.runAll();
        assertThat(seen).containsExactly(1);
    }

    @Test
    void aPermitThatARejectedWorkerHadIsBackWhenItsLaneIsCancelled() {
        HandExecutor own = new HandExecutor();
        Subscription doomed = nexus.bus().subscribe("b", lane("doomed", own), event -> {});
        callBusy();
        nexus.bus().publish("b", null);
        hand.run();
        own.runAll(); // it waits for the permit of the other one
        own.rejecting(true);
        stages.get(0).complete(null); // which it gets, and cannot use
        assertThat(own.rejections()).isEqualTo(1);
        cancel(doomed);
        publish(2);
        threads.runAll();
        assertThat(seen).containsExactly(1, 2);
    }

    @Test
    void aWorkerThatIsRejectedWhenItsLaneIsOverGivesItsPermitBack() {
        List<Subscription> doomed = new ArrayList<>();
        HandExecutor none = new HandExecutor();
        doomed.add(nexus.bus()
                .subscribe(
                        "b",
                        SubscriptionOptions.defaults().named("doomed").on(task -> {
                            if (!stages.isEmpty() && stages.get(0).isDone()) {
                                doomed.get(0).cancel(); // as if by another thread
                                none.rejecting(true);
                            }
                            none.execute(task);
                        }),
                        event -> {}));
        callBusy();
        nexus.bus().publish("b", null);
        hand.run();
        none.runAll();
        nexus.bus().subscribe("end", event -> stages.get(0).complete(null)); // in a loop, where a cancel does not wait
        nexus.bus().publish("end", null);
        hand.run();
        assertThat(none.rejections()).isEqualTo(1);
        publish(2);
        threads.runAll();
        assertThat(seen).containsExactly(1, 2);
    }

    @Test
    void manyThatWereCancelledWhileTheyWaitedForAPermitDoNotFillTheStack() {
        callBusy();
        for (int i = 0; i < 10_000; i++) {
            nexus.bus().subscribe("b", lane("waiting", threads), event -> seen.add("waiting"));
        }
        nexus.bus().publish("b", null);
        hand.run();
        threads.runAll();
        nexus.bus().subscribe("end", event -> nexus.bus().clear(EventSelector.parse("b")));
        nexus.bus().publish("end", null);
        hand.run();
        publish(2);
        stages.get(0).complete(null);
        threads.runAll();
        assertThat(seen).containsExactly(1, 2);
    }

    /** In a loop, where it does not wait. */
    private void cancel(Subscription subscription) {
        nexus.bus().subscribe("cancel", event -> subscription.cancel());
        nexus.bus().publish("cancel", null);
        hand.run();
    }
}
