package org.eventnexus.testkit.docs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eventnexus.EventBus;
import org.eventnexus.Timer;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Handles;
import org.eventnexus.cdi.Retried;
import org.eventnexus.cdi.Subscribes;

@ApplicationScoped
class Reminders {
    private int calls;

    @Inject
    @EventDomain("mails")
    EventBus mails;

    @Produces
    @EventDomain("clock")
    Timer hourly() {
        return Timer.ongoing(Duration.ofHours(1), "hour.struck");
    }

    void remind(@Subscribes("hour.struck") @EventDomain("clock") Object count) {
        mails.publish("mail.reminder", count);
    }

    /** A server that answers the second time. */
    @Retried(attempts = 3, delay = "30s")
    int send(@Handles("mail.*") @EventDomain("mails") Object mail) {
        if (++calls == 1) {
            throw new IllegalStateException("the server is busy");
        }
        return calls;
    }
}
