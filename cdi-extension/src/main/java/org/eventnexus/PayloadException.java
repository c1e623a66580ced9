package org.eventnexus;

/** A payload is not of the class that a receiver wants, and cannot be decoded to it. */
public class PayloadException extends EventNexusException {
    private static final long serialVersionUID = 1L;

    public PayloadException(String message, Throwable cause) {
        super(message, cause);
    }
}
