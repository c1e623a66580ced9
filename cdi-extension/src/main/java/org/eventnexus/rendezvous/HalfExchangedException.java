package org.eventnexus.rendezvous;

import java.util.concurrent.TimeoutException;

/** The time of an exchange was up when its value had been taken already, and none had come back. */
public final class HalfExchangedException extends TimeoutException {
    private static final long serialVersionUID = 1L;

    HalfExchangedException() {
        super("the value has been taken, and none has come back in time");
    }
}
