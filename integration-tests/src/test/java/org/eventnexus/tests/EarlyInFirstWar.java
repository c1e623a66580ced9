package org.eventnexus.tests;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import org.eventnexus.Nexus;
import org.eventnexus.cdi.DomainsStarted;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Handles;
import org.eventnexus.cdi.Subscribes;

/** Receivers in the WAR that comes up first, and a servlet that publishes when it does. */
@ApplicationScoped
@EventDomain("early")
class EarlyInFirstWar {
    private volatile Nexus.State stateAtInit;
    private volatile int earlyAtStart = -1;

    String first(@Subscribes("early.*") Object any) {
        return "first";
    }

    String crowd(@Handles("crowd") @EventDomain("crowded") Object any) {
        return "taken";
    }

    void started(@Observes DomainsStarted event) {
        earlyAtStart = EarlyEvents.all().size();
    }

    void note(Nexus.State state) {
        stateAtInit = state;
    }

    Nexus.State stateAtInit() {
        return stateAtInit;
    }

    int earlyAtStart() {
        return earlyAtStart;
    }

    @WebServlet(urlPatterns = "/early", loadOnStartup = 1)
    @SuppressWarnings("serial")
    public static class Early extends HttpServlet {
        @Inject
        @EventDomain("early")
        private transient Nexus early;

        @Inject
        private transient EarlyInFirstWar receivers;

        @Override
        public void init() {
            receivers.note(early.state());
            EarlyEvents.publish(early.bus(), "servlet");
        }
    }
}
