package org.eventnexus.domain;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.eventnexus.bus.Receiver;

/** A subscription that ends with a stage, or is there for good if that takes too long: whichever comes first. */
final class Until<R> implements BiConsumer<R, Throwable> {
    /** As schedulers count nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final Subscriptions subscriptions;
    private final Receiver receiver;
    private final CompletableFuture<R> result = new CompletableFuture<>();
    private final AtomicBoolean decided = new AtomicBoolean();
    /** Null if there is no limit. */
    private Scheduler.Cancellable limit;

    Until(Subscriptions subscriptions, Receiver receiver) {
        this.subscriptions = subscriptions;
        this.receiver = receiver;
    }

    /** @param tillPermanent null for no limit */
    CompletionStage<R> begin(CompletionStage<R> stage, Scheduler scheduler, Duration tillPermanent) {
        if (tillPermanent != null) {
            if (tillPermanent.isZero() || tillPermanent.isNegative()) {
                throw new IllegalArgumentException("tillPermanent is " + tillPermanent + ", not more than zero");
            }
            Duration bounded = tillPermanent.compareTo(LONGEST) > 0 ? LONGEST : tillPermanent;
            limit = scheduler.schedule(() -> permanent(tillPermanent), bounded);
        }
        stage.whenComplete(this);
        return result.copy();
    }

    @Override
    public void accept(R value, Throwable error) {
        if (!decided.compareAndSet(false, true)) {
            return;
        }
        if (limit != null) {
            limit.cancel();
        }
        receiver.deactivate();
        subscriptions.end(receiver).whenComplete((done, never) -> {
            if (error == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(Suspension.cause(error));
            }
        });
    }

    private void permanent(Duration after) {
        if (decided.compareAndSet(false, true)) {
            result.completeExceptionally(new TimeoutException("ENX-0068 the stage that was to end the subscription of '"
                    + receiver.name() + "' did not complete within " + after + "; it stays until it is cancelled"));
        }
    }
}
