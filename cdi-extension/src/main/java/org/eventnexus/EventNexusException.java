package org.eventnexus;

/** What all exceptions of EventNexus have in common. Messages of a kind start with an id such as {@code ENX-0012}. */
public class EventNexusException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EventNexusException(String message) {
        super(message);
    }

    public EventNexusException(String message, Throwable cause) {
        super(message, cause);
    }
}
