package org.eventnexus;

/** A publication ended without being handled: it was refused, dropped, or abandoned when its domain stopped. */
public class PublicationException extends EventNexusException {
    private static final long serialVersionUID = 1L;
    private final Publication.Status status;

    public PublicationException(Publication.Status status, String message) {
        super(message);
        this.status = status;
    }

    /** How the publication ended; never {@link Publication.Status#COMPLETED}. */
    public Publication.Status status() {
        return status;
    }
}
