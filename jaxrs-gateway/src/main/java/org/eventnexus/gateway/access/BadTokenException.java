package org.eventnexus.gateway.access;

/** A request brings a token that is none of ours, or not any more; the message may be told to who sent it. */
public final class BadTokenException extends Exception {
    BadTokenException(String message) {
        super(message, null, false, false);
    }
}
