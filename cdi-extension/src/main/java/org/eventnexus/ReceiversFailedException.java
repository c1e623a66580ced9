package org.eventnexus;

import java.util.List;

/** What a publication failed with, all of it: each receiver's error is {@linkplain #getSuppressed() suppressed} here. */
public class ReceiversFailedException extends EventNexusException {
    private static final long serialVersionUID = 1L;

    /** @param failed in the order of the results; not empty */
    public ReceiversFailedException(String message, List<Publication.Result> failed) {
        super(message);
        failed.forEach(result -> addSuppressed(result.error()));
    }
}
