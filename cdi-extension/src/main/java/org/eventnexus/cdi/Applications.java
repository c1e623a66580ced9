package org.eventnexus.cdi;

import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.spi.CDI;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Where the containers of one application meet. The only static state (R15): it lives as long as the class loader of this
 * jar, which is the application's, and is empty again when the domains have stopped.
 */
final class Applications {
    private static final AtomicReference<Application> CURRENT = new AtomicReference<>();

    private Applications() {}

    /** The application that a container belongs to; in Java SE each container is one of its own. */
    static Application current() {
        return isJavaSe() ? new Application(() -> {}) : shared();
    }

    static Application shared() {
        Application created = new Application(Applications::forget);
        Application present = CURRENT.compareAndExchange(null, created);
        return present != null ? present : created;
    }

    private static void forget() {
        CURRENT.set(null);
    }

    static boolean isJavaSe() {
        try {
            return CDI.current() instanceof SeContainer;
        } catch (IllegalStateException notYet) { // a server that knows only later which container this thread is in
            return false;
        }
    }
}
