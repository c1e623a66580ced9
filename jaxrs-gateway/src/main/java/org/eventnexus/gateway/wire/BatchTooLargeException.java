package org.eventnexus.gateway.wire;

/** A batch has more events than are taken at once. The message is for the sender. */
public final class BatchTooLargeException extends RuntimeException {
    BatchTooLargeException(int most) {
        super(
                "the batch has more than " + most + " events, which is what this domain takes at once",
                null,
                false,
                false);
    }
}
