package org.eventnexus;

/** Why a collector has not worked on an event, or not in time: the error of its result. */
public class WorkException extends EventNexusException {
    private static final long serialVersionUID = 1L;

    /** Why not. */
    public enum Reason {
        /** As many events as may waited for the collector already. */
        FULL,
        /** The time for waiting and work was over, see {@link CollectorOptions#deadline}. */
        DEADLINE,
        /** The collector was closed while the event waited for it. */
        CLOSED,
        /** The queue's {@link Router} failed. */
        ROUTER
    }

    private final Reason reason;

    public WorkException(Reason reason, String message) {
        this(reason, message, null);
    }

    public WorkException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Why not. */
    public Reason reason() {
        return reason;
    }
}
