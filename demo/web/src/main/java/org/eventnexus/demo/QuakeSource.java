package org.eventnexus.demo;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eventnexus.cdi.ApplicationThreads;
import org.eventnexus.cdi.EventDomain;

/** Where the quakes come from: a recorded week, replayed without end for as long as the domain loops. */
@ApplicationScoped
class QuakeSource {

    @Produces
    @EventDomain("quakes")
    Replay recordedWeek(
            ApplicationThreads threads,
            @ConfigProperty(name = "eventnexus.demo.quakes.lap", defaultValue = "PT60S") Duration lap) {
        return new Replay(WeekFile.load(), lap, threads.clock()::nanoTime, threads.scheduler());
    }
}
