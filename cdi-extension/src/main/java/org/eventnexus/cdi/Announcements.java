package org.eventnexus.cdi;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Tells the application's containers that its domains have started or are stopping, each in a module of its own. */
final class Announcements {
    private final Modules modules;
    private final Set<Container> told = Collections.newSetFromMap(new IdentityHashMap<>());

    Announcements(Modules modules) {
        this.modules = modules;
    }

    /** Tells those that have not been told and of which a WAR is up. */
    void started(Collection<Container> containers, DomainsStarted event) {
        for (Container container : containers) {
            modules.of(container)
                    .filter(module -> told.add(container))
                    .ifPresent(module -> fire(container, module, event));
        }
    }

    /** Tells one, in the calling thread's context. */
    void startedHere(Container container, DomainsStarted event) {
        if (told.add(container)) {
            container.fire(event);
        }
    }

    /** Tells those that have been told of the start. */
    void stopping(DomainsStopping event) {
        for (Container container : told) {
            modules.of(container)
                    .ifPresentOrElse(module -> fire(container, module, event), () -> container.fire(event));
        }
    }

    private static void fire(Container container, WebModule module, Record event) {
        try {
            module.context().execute(() -> container.fire(event));
        } catch (RuntimeException gone) { // the server has taken the module's context away
            Log.observerFailed(event, gone);
        }
    }
}
