package org.eventnexus.cdi;

import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.time.Duration;
import org.eventnexus.EventBus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Outcome;

/** An application in Java SE, of these beans and the extension. */
final class Started implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final SeContainer container;

    private Started(SeContainer container) {
        this.container = container;
    }

    static Started with(Class<?>... beans) {
        return new Started(SeContainerInitializer.newInstance()
                .disableDiscovery()
                .addExtensions(NexusExtension.class)
                .addBeanClasses(beans)
                .initialize());
    }

    <T> T get(Class<T> type) {
        return container.select(type).get();
    }

    EventBus bus(String domain) {
        return container.select(EventBus.class, EventDomain.Literal.of(domain)).get();
    }

    SeContainer container() {
        return container;
    }

    /** Publishes into the domain named {@code default} and waits for the outcome. */
    Outcome publish(String type, Object payload) {
        return await(bus("default").publish(type, payload));
    }

    static Outcome await(Publication publication) {
        try {
            return publication.await(PATIENCE);
        } catch (Exception e) {
            throw new AssertionError("no outcome: " + e, e);
        }
    }

    @Override
    public void close() {
        container.close();
    }
}
