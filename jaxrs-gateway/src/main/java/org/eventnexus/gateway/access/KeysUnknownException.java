package org.eventnexus.gateway.access;

/** A request brings a token, and the keys that would verify it have not been read yet: nobody can tell whose it is. */
public final class KeysUnknownException extends RuntimeException {
    private static final long serialVersionUID = 1;

    KeysUnknownException() {
        super("the keys that verify tokens are not there yet", null, false, false);
    }
}
