package org.eventnexus;

/** What happens when a lane has no room for another event; see {@link SubscriptionOptions#async()}. */
public enum LaneFull {
    /**
     * That delivery fails: it is counted, told to the {@link ErrorHandler}, and goes to the dead letters where the domain or
     * the receiver asks for that. Neither the domain nor the publisher notices.
     */
    FAIL,
    /** The domain pauses after its current event, until the lane is half empty. */
    PAUSE
}
