package org.eventnexus.tests;

import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.inject.Inject;
import java.util.Set;

/** Publishes when an enterprise bean's timer expires. */
@Singleton
public class AnywhereTimer implements AnywherePlace {
    @Inject
    Anywhere anywhere;

    @Resource
    TimerService timers;

    @Override
    public Set<String> names() {
        return Set.of("timer");
    }

    @Override
    public void publish() {
        timers.createSingleActionTimer(1, new TimerConfig(null, false));
    }

    @Timeout
    void expired() {
        anywhere.publish("timer");
    }
}
