package org.eventnexus;

/**
 * Events have come faster than they were taken: by the subscriber of a stream with {@link StreamOverflow#ERROR}, or by the
 * condition of {@link EventStreams#next}.
 */
public class StreamOverflowException extends EventNexusException {
    private static final long serialVersionUID = 1L;

    public StreamOverflowException(String message) {
        super(message);
    }
}
