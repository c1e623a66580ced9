package org.eventnexus;

/** A lane had no room for an event, which its receiver was therefore not given. It has no stack trace, which would tell nothing. */
public final class LaneFullException extends EventNexusException {
    private static final long serialVersionUID = 1L;

    public LaneFullException(String message) {
        super(message);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this; // a flood of them comes at the worst moment
    }
}
