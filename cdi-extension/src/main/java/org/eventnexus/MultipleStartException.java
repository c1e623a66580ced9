package org.eventnexus;

/** A source, such as a timer, was started that is running already: thrown by the source's start, without effect on it. */
public class MultipleStartException extends EventNexusException {
    private static final long serialVersionUID = 1L;

    public MultipleStartException(String message) {
        super(message);
    }
}
