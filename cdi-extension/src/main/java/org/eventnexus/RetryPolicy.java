package org.eventnexus;

import java.time.Duration;

/**
 * How often a receiver that fails is called for the same event, and what is waited for in between. Immutable.
 *
 * <p>The first delay is followed by one twice as long, and so on up to the longest; each is shortened at random by up to a
 * tenth, so that many that failed together do not come back together. While an event waits for its next attempt, its
 * domain waits as for a receiver's open stage: no thread is held, and with {@link DomainConfig#inFlight()} 1 no other
 * event is handled meanwhile. A receiver with a lane keeps only that waiting.
 *
 * <p>All attempts count as one result, the last one's, and only that is told to the {@link ErrorHandler}. What earlier
 * attempts emitted stays emitted, and what else they did stays done: a receiver that is retried should bear being called
 * twice. Not retried are an {@link Error} and an {@link InterruptedException}, which are no passing fault of the event's
 * receiver, and nothing is once the domain's scheduler takes no more tasks.
 *
 * @param attempts calls in all, 1 to 1,000; 1 is no retry
 * @param delay before the second attempt, more than zero and at most a day
 * @param maxDelay longest delay, more than zero and at most a day; bounds {@code delay} as well
 */
public record RetryPolicy(int attempts, Duration delay, Duration maxDelay) {
    /** One attempt; with more of them, the delays are 100 ms to 10 s. */
    public static final RetryPolicy NONE = new RetryPolicy(1, Duration.ofMillis(100), Duration.ofSeconds(10));

    /** @throws IllegalArgumentException naming what is out of range */
    public RetryPolicy {
        Ranges.number("retry-attempts", attempts, 1, 1_000);
        Ranges.duration("retry-delay", delay);
        Ranges.duration("retry-max-delay", maxDelay);
    }

    /** A number of attempts with the default delays. */
    public static RetryPolicy of(int attempts) {
        return NONE.withAttempts(attempts);
    }

    public RetryPolicy withAttempts(int value) {
        return new RetryPolicy(value, delay, maxDelay);
    }

    public RetryPolicy withDelay(Duration value) {
        return new RetryPolicy(attempts, value, maxDelay);
    }

    public RetryPolicy withMaxDelay(Duration value) {
        return new RetryPolicy(attempts, delay, value);
    }

    /** What is waited for after a number of failed attempts, 1 or more, before it is shortened at random. */
    public Duration delayAfter(int failures) {
        int doublings = Math.min(failures - 1, Long.SIZE - 2);
        long longest = maxDelay.toNanos();
        long first = delay.toNanos();
        return Duration.ofNanos(first > longest >> doublings ? longest : first << doublings);
    }
}
