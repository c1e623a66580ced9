package org.eventnexus;

/** A dead letter cannot be delivered again. */
public class DeadLetterException extends EventNexusException {
    private static final long serialVersionUID = 1L;

    /** Why not. */
    public enum Reason {
        /** There is no such letter, or no longer. */
        UNKNOWN,
        /** It is being delivered again already. */
        BUSY,
        /** The receiver that failed is registered no longer; the letter stays. */
        RECEIVER_GONE,
        /** The domain has stopped; the letter stays. */
        STOPPED
    }

    private final Reason reason;

    public DeadLetterException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why not. */
    public Reason reason() {
        return reason;
    }
}
