package org.eventnexus.demo;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eventnexus.EventBus;
import org.eventnexus.cdi.ApplicationThreads;
import org.eventnexus.cdi.DomainsStarted;
import org.eventnexus.cdi.DomainsStopping;
import org.eventnexus.cdi.EventDomain;

/** Where the quakes come from: a recorded week, replayed without end for as long as the domains loop. */
@ApplicationScoped
class QuakeSource {

    @Inject
    @EventDomain("quakes")
    EventBus quakes;

    @Inject
    ApplicationThreads threads;

    @Inject
    @ConfigProperty(name = "eventnexus.demo.quakes.lap", defaultValue = "PT60S")
    Duration lap;

    private Replay replay;

    void begin(@Observes DomainsStarted started) {
        replay = new Replay(quakes, WeekFile.load(), lap, System::nanoTime, threads.scheduler(), threads.executor());
        replay.start();
    }

    void end(@Observes DomainsStopping stopping) {
        if (replay != null) {
            replay.stop();
        }
    }
}
