package org.eventnexus;

/** A domain was to be started that is starting or running: thrown by {@link Nexus#start}. */
public class LoopAlreadyStartedException extends InvalidLoopStateException {
    private static final long serialVersionUID = 1L;

    public LoopAlreadyStartedException(String message) {
        super(message);
    }
}
