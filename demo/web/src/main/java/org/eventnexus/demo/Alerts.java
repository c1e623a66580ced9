package org.eventnexus.demo;

import jakarta.enterprise.context.ApplicationScoped;
import org.eventnexus.EventDraft;
import org.eventnexus.NexusEvent;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Forwards;

/** The boundary that raises an alert, in a domain of its own, for each quake that many people will have noticed. */
@ApplicationScoped
class Alerts {
    static final double LEAST_MAGNITUDE = 4.5;

    EventDraft<Quake> alert(
            @Forwards(value = "quake.*", to = "alerts", replies = false) @EventDomain("quakes")
                    NexusEvent<Quake> event) {
        Quake quake = event.payload(Quake.class);
        if (quake == null || !quake.reaches(LEAST_MAGNITUDE)) {
            return null;
        }
        EventDraft<Quake> alert = EventDraft.of("alert.raised", quake).time(event.time());
        event.subject().ifPresent(alert::subject);
        return alert;
    }
}
