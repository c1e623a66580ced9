package org.eventnexus;

import java.util.Objects;
import java.util.Optional;

/**
 * What a receiver wants otherwise than its domain's settings say. Immutable.
 *
 * <pre>{@code nexus.handle(selector, "reserve", handler, ReceiverOptions.defaults().retry(RetryPolicy.of(3)));}</pre>
 */
public final class ReceiverOptions {
    // Null where the domain's setting counts.
    private final RetryPolicy retry;
    private final Boolean deadLetter;

    private final boolean permanent;

    private ReceiverOptions(RetryPolicy retry, Boolean deadLetter, boolean permanent) {
        this.retry = retry;
        this.deadLetter = deadLetter;
        this.permanent = permanent;
    }

    /** All as the domain's settings say. */
    public static ReceiverOptions defaults() {
        return new ReceiverOptions(null, null, false);
    }

    /** The same with attempts of its own. */
    public ReceiverOptions retry(RetryPolicy value) {
        return new ReceiverOptions(Objects.requireNonNull(value, "retry"), deadLetter, permanent);
    }

    /** The same, saying whether what fails for good goes to the dead letters. */
    public ReceiverOptions deadLetter(boolean value) {
        return new ReceiverOptions(retry, value, permanent);
    }

    /** The same, which {@link EventBus#clear()} leaves alone: what is deployed by annotation is registered so. */
    public ReceiverOptions permanent() {
        return new ReceiverOptions(retry, deadLetter, true);
    }

    /** Its own attempts, if it has them. */
    public Optional<RetryPolicy> retry() {
        return Optional.ofNullable(retry);
    }

    /** Whether what fails for good goes to the dead letters, if it says so itself. */
    public Optional<Boolean> deadLetter() {
        return Optional.ofNullable(deadLetter);
    }

    /** Whether {@link EventBus#clear()} leaves it alone. */
    public boolean isPermanent() {
        return permanent;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReceiverOptions that
                && Objects.equals(retry, that.retry)
                && Objects.equals(deadLetter, that.deadLetter)
                && permanent == that.permanent;
    }

    @Override
    public int hashCode() {
        return Objects.hash(retry, deadLetter, permanent);
    }

    @Override
    public String toString() {
        return "ReceiverOptions[retry=" + retry + ", deadLetter=" + deadLetter + ", permanent=" + permanent + ']';
    }
}
