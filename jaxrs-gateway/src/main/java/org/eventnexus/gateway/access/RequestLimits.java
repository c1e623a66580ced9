package org.eventnexus.gateway.access;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * The settings that bound what requests take of the node.
 *
 * @param maxPending requests of this node that wait for something to happen, at most
 * @param maxPendingPerCaller the same of one caller
 * @param maxUnfinishedBytes what the bodies of requests take until what they publish has ended, at most; one caller's half
 *     of that
 * @param bodyTimeout how long a body may take to come
 * @param maxUnreadBytes what answers take that their callers have not read yet, at most; one caller's half of that
 * @param answerTimeout how long a caller may read nothing of one
 * @param rate publishing requests a second of one caller; 0 for as many as come
 * @param burst how many of them may come at once; 0 for as many as in a second
 */
public record RequestLimits(
        int maxPending,
        int maxPendingPerCaller,
        int maxUnfinishedBytes,
        Duration bodyTimeout,
        int maxUnreadBytes,
        Duration answerTimeout,
        int rate,
        int burst) {

    /** @throws IllegalArgumentException naming a setting whose value makes no sense */
    public static RequestLimits of(Function<String, Optional<String>> settings) {
        return new RequestLimits(
                Setting.MAX_PENDING.number(settings),
                Setting.MAX_PENDING_PER_CALLER.number(settings),
                Setting.MAX_UNFINISHED_BYTES.number(settings),
                Setting.BODY_TIMEOUT.duration(settings),
                Setting.MAX_UNREAD_BYTES.number(settings),
                Setting.ANSWER_TIMEOUT.duration(settings),
                Setting.RATE.number(settings),
                Setting.BURST.number(settings));
    }

    /** Requests that wait. */
    public Quota pending() {
        return new Quota(maxPending, maxPendingPerCaller);
    }

    /** Bytes of what is not finished. One caller alone does not take them all, unless no more than one byte is there. */
    public Quota unfinishedBytes() {
        return bytes(maxUnfinishedBytes);
    }

    /** Bytes of what is not read, likewise. */
    public Quota unreadBytes() {
        return bytes(maxUnreadBytes);
    }

    private static Quota bytes(int max) {
        return new Quota(max, max - max / 2);
    }

    /** Empty if there is none. */
    public Optional<RateLimit> rateLimit() {
        return rate == 0
                ? Optional.empty()
                : Optional.of(new RateLimit(rate, burst == 0 ? rate : burst, System::nanoTime));
    }
}
