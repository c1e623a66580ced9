package org.eventnexus;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * How an event is to be published, as {@link EventDraft} says it. Immutable.
 *
 * @param failFast whether the first error ends the publication, see {@link EventDraft#failFast()}
 * @param timeout how long results are waited for, see {@link EventDraft#timeout}; null if as long as it takes
 * @param onFailure who is told of errors, see {@link EventDraft#onFailure}; null if nobody
 * @param phase when, with regard to the publisher's transaction
 */
public record PublicationOptions(
        boolean failFast, Duration timeout, Consumer<? super Exception> onFailure, PublishPhase phase) {
    /** Nothing special. */
    public static final PublicationOptions DEFAULT = new PublicationOptions(false, null, null, PublishPhase.AT_ONCE);

    public PublicationOptions {
        Objects.requireNonNull(phase, "phase");
        if (timeout != null) {
            Ranges.duration("timeout", timeout);
        }
    }

    PublicationOptions withFailFast() {
        return new PublicationOptions(true, timeout, onFailure, phase);
    }

    PublicationOptions withTimeout(Duration value) {
        return new PublicationOptions(failFast, Objects.requireNonNull(value, "timeout"), onFailure, phase);
    }

    PublicationOptions withOnFailure(Consumer<? super Exception> value) {
        return new PublicationOptions(failFast, timeout, Objects.requireNonNull(value, "onFailure"), phase);
    }

    PublicationOptions withPhase(PublishPhase value) {
        return new PublicationOptions(failFast, timeout, onFailure, value);
    }
}
