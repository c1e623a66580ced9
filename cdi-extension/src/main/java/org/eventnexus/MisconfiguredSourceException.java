package org.eventnexus;

/** A source cannot be used as it is: thrown by what registers it, or by the source when it is started. */
public class MisconfiguredSourceException extends BadCallException {
    private static final long serialVersionUID = 1L;

    public MisconfiguredSourceException(String message) {
        super(message);
    }
}
