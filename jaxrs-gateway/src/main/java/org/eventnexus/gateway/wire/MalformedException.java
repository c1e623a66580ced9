package org.eventnexus.gateway.wire;

/** Input that cannot be what it claims to be. The message is for the sender: it says what is wrong and where. */
public final class MalformedException extends RuntimeException {
    public MalformedException(String message) {
        super(message, null, false, false);
    }
}
