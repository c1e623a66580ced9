package org.eventnexus;

/**
 * A {@link Middleware} has refused an event, or failed on it; then its error is the cause. To publish the same event again
 * would be in vain, unlike with other refusals.
 */
public class RefusedByMiddlewareException extends PublicationException {
    private static final long serialVersionUID = 1L;

    public RefusedByMiddlewareException(String message, Throwable cause) {
        super(Publication.Status.REFUSED, message);
        initCause(cause);
    }
}
