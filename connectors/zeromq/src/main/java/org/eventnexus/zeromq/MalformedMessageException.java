package org.eventnexus.zeromq;

/** A message is not what it should be; what it says is safe to be logged. */
final class MalformedMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedMessageException(String message) {
        super(message, null, false, false); // a stranger decides how often
    }
}
