package org.eventnexus;

/** Nothing configured or named in an annotation makes a domain of this name exist. */
public class UnknownDomainException extends EventNexusException {
    private static final long serialVersionUID = 1L;

    public UnknownDomainException(String message) {
        super(message);
    }
}
