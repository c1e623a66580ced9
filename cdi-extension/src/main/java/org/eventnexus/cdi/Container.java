package org.eventnexus.cdi;

import jakarta.enterprise.inject.spi.BeanManager;

/**
 * A CDI container of the application, as its extension saw it. In some servers an EAR has one, in others each of its WARs
 * has one. Its identity counts.
 */
final class Container {
    private final BeanManager manager;
    private final Application application;
    private final Findings findings;

    /** @param manager the extension's */
    Container(BeanManager manager, Application application, Findings findings) {
        this.manager = manager;
        this.application = application;
        this.findings = findings;
    }

    BeanManager manager() {
        return manager;
    }

    Application application() {
        return application;
    }

    Findings findings() {
        return findings;
    }

    /** Tells all observers in this container. */
    void fire(Record event) {
        try {
            manager.getEvent().fire(event);
        } catch (RuntimeException error) {
            Log.observerFailed(event, error);
        }
    }
}
