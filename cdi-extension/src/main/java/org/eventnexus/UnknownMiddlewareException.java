package org.eventnexus;

/** A middleware that was to be removed is not there. */
public class UnknownMiddlewareException extends BadCallException {
    private static final long serialVersionUID = 1L;

    public UnknownMiddlewareException(String message) {
        super(message);
    }
}
