package org.eventnexus.gateway.rest;

import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import org.eventnexus.gateway.access.Caller;
import org.eventnexus.gateway.access.Quota;
import org.eventnexus.gateway.access.RateLimit;
import org.eventnexus.gateway.access.RequestLimits;

/** How much of this node callers may take. Thread-safe. */
final class Bounds {
    private final RequestLimits settings;
    private final Quota pending;
    private final Quota unfinishedBytes;
    private final Quota unreadBytes;
    private final Optional<RateLimit> rate;

    Bounds(RequestLimits settings) {
        this.settings = settings;
        this.pending = settings.pending();
        this.unfinishedBytes = settings.unfinishedBytes();
        this.unreadBytes = settings.unreadBytes();
        this.rate = settings.rateLimit();
    }

    Duration bodyTimeout() {
        return settings.bodyTimeout();
    }

    Duration answerTimeout() {
        return settings.answerTimeout();
    }

    /** @throws ProblemException 429 if the caller asks too often */
    void requireRate(Caller caller) {
        if (rate.isPresent()) {
            Duration refusal = rate.get().refusal(caller.account());
            if (!refusal.isZero()) {
                throw ProblemException.of(
                                Response.Status.TOO_MANY_REQUESTS, "this is more than you may publish in a second")
                        .with("Retry-After", Long.toString(refusal.toSeconds() + 1));
            }
        }
    }

    /** Leave for one more request to wait. Empty if there is none. */
    Optional<Quota.Share> toWait(Caller caller) {
        Quota.Share share = pending.share(caller.account());
        return share.take(1) ? Optional.of(share) : Optional.empty();
    }

    /** For the bytes of a body, until what it says has been done. */
    Quota.Share bytes(Caller caller) {
        return unfinishedBytes.share(caller.account());
    }

    /** For the bytes of an answer, until they have been read. */
    Quota.Share unread(Caller caller) {
        return unreadBytes.share(caller.account());
    }
}
