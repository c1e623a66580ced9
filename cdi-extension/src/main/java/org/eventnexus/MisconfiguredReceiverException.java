package org.eventnexus;

/**
 * A handler cannot be registered as it is: its selector equals or overlaps that of another handler of the domain. Thrown
 * by {@link Nexus#handle}; the message names both. Found at deployment, it is one of the deployment's problems instead.
 */
public class MisconfiguredReceiverException extends BadCallException {
    private static final long serialVersionUID = 1L;

    public MisconfiguredReceiverException(String message) {
        super(message);
    }
}
