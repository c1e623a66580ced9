package org.eventnexus.demo;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Works;

/** The collector that finds, beside the domain, which place a quake was nearest to; its result is in the quake's outcome. */
@ApplicationScoped
class Geocoder {
    @Inject
    Gazetteer gazetteer;

    /** Null for an event that says nothing of a quake. */
    Gazetteer.Nearest nearest(
            @Works(value = "geocode", select = "quake.*", concurrency = "1..4") @EventDomain("quakes") Quake quake) {
        return Optional.ofNullable(quake).flatMap(gazetteer::locate).orElse(null);
    }
}
