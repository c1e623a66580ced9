package org.eventnexus.tests;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eventnexus.EventBus;
import org.eventnexus.Nexus;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Subscribes;

/** A library that publishes as soon as it can, from each CDI container that sees it, and receives in between the WARs. */
@ApplicationScoped
@EventDomain("early")
public class EarlyInLibrary {
    @Inject
    @EventDomain("early")
    Nexus early;

    @Inject
    @EventDomain("crowded")
    EventBus crowded;

    void initialized(@Observes @Initialized(ApplicationScoped.class) Object any) {
        EarlyEvents.publish(early.bus(), "initialized");
        EarlyEvents.publishTooMany(crowded, "crowd");
        Thread thread = new Thread(this::publishUntilStarted, "early publisher");
        thread.setDaemon(true);
        thread.start();
    }

    void startup(@Observes Startup event) {
        EarlyEvents.publish(early.bus(), "startup");
    }

    private void publishUntilStarted() {
        while (early.state() == Nexus.State.READY) {
            EarlyEvents.publish(early.bus(), "thread");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        EarlyEvents.publish(early.bus(), "thread");
    }

    String library(@Subscribes("early.*") Object any) {
        return "library";
    }

    String libraryLast(@Subscribes("early.*") @Priority(4_000) Object any) {
        return "library, last";
    }
}
