package org.eventnexus.tests;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.CountDownLatch;
import org.eventnexus.EventBus;
import org.eventnexus.cdi.DomainsStarted;
import org.eventnexus.cdi.DomainsStopping;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Handles;

/** A receiver that never returns, with events behind it, beside a domain that has something to do to the last moment. */
@ApplicationScoped
class StuckReceiver {
    static final int WAITING = 5;
    static final int LAST = 50;

    private final CountDownLatch never = new CountDownLatch(1);
    private volatile boolean in;

    @Inject
    @EventDomain("stuck")
    EventBus stuck;

    @Inject
    @EventDomain("free")
    EventBus free;

    void started(@Observes DomainsStarted event) {
        stuck.publish("never.returns", null);
        for (int i = 0; i < WAITING; i++) {
            stuck.publish("waits", i);
        }
    }

    void stopping(@Observes DomainsStopping event) {
        for (int i = 1; i <= LAST; i++) {
            free.publish("last", i);
        }
    }

    void stay(@Handles("never.returns") @EventDomain("stuck") Object any) {
        in = true;
        while (never.getCount() > 0) {
            try {
                never.await();
            } catch (InterruptedException ignored) {
                // that is what such receivers do
            }
        }
    }

    void last(@Handles("last") @EventDomain("free") int number) {
        if (number == LAST) {
            System.getLogger(StuckReceiver.class.getName()).log(System.Logger.Level.INFO, "the last has been handled");
        }
    }

    boolean isIn() {
        return in;
    }

    /** Whether the receiver has been entered. */
    @WebServlet("/in")
    @SuppressWarnings("serial")
    public static class In extends HttpServlet {
        @Inject
        private transient StuckReceiver receiver;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            response.setStatus(
                    receiver.isIn() ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }
}
