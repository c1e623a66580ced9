package org.eventnexus;

/** A call that the domain's present state does not allow, such as waiting on a domain's loop for what only that loop can do. */
public class InvalidLoopStateException extends BadCallException {
    private static final long serialVersionUID = 1L;

    public InvalidLoopStateException(String message) {
        super(message);
    }
}
