package org.eventnexus;

/**
 * A pull source has no more events and never will have: thrown by the source when it is asked for the next one. The domain
 * then forgets the source and closes it; nothing is reported, as this is how a source ends and not a failure.
 */
public class NoMoreEventsException extends EventNexusException {
    private static final long serialVersionUID = 1L;

    public NoMoreEventsException() {
        super("the source has no more events");
    }

    public NoMoreEventsException(String message) {
        super(message);
    }
}
