package org.eventnexus.demo;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eventnexus.EventBus;
import org.eventnexus.EventDraft;
import org.eventnexus.NexusEvent;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Subscribes;

/** Raises an alert, in a domain of its own, for each quake that many people will have noticed. */
@ApplicationScoped
class Alerts {
    static final double LEAST_MAGNITUDE = 4.5;

    @Inject
    @EventDomain("alerts")
    EventBus alerts;

    void raise(@Subscribes("quake.*") @EventDomain("quakes") NexusEvent<Quake> event) {
        Quake quake = event.payload(Quake.class);
        if (quake != null && quake.reaches(LEAST_MAGNITUDE)) {
            alerts.publish(alert(event, quake));
        }
    }

    private static EventDraft<Quake> alert(NexusEvent<Quake> event, Quake quake) {
        EventDraft<Quake> alert = EventDraft.of("alert.raised", quake).time(event.time());
        event.subject().ifPresent(alert::subject);
        return alert;
    }
}
