package org.eventnexus.gateway.stream;

/** There is no room for another stream; later there may be. */
public final class TooManyStreamsException extends RuntimeException {
    TooManyStreamsException(String message) {
        super(message);
    }
}
