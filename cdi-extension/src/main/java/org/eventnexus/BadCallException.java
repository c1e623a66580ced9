package org.eventnexus;

/**
 * A call that cannot be right where it is made: the caller's program is wrong, not the event. Thrown to the caller, before
 * anything has changed. Its subclasses say which call.
 */
public abstract class BadCallException extends EventNexusException {
    private static final long serialVersionUID = 1L;

    protected BadCallException(String message) {
        super(message);
    }
}
