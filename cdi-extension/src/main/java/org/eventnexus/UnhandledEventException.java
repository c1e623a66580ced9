package org.eventnexus;

/** Nobody took an event in a domain whose policy calls that an error. */
public class UnhandledEventException extends EventNexusException {
    private static final long serialVersionUID = 1L;

    public UnhandledEventException(String message) {
        super(message);
    }
}
