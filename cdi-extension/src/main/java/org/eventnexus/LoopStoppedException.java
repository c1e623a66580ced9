package org.eventnexus;

/**
 * A domain has been stopped and cannot do any more what was asked of it: thrown by {@link Nexus#start} and by what
 * registers a source; what streams and waiting stages end with. Publishing does not throw it: the publication is refused.
 */
public class LoopStoppedException extends InvalidLoopStateException {
    private static final long serialVersionUID = 1L;

    public LoopStoppedException(String message) {
        super(message);
    }
}
