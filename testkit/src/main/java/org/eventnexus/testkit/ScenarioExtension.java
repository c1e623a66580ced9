package org.eventnexus.testkit;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import java.time.Duration;
import org.eventnexus.Nexus;
import org.eventnexus.cdi.DomainsStarted;
import org.eventnexus.cdi.DomainsStopping;

/** Makes a test's scenario a bean, and sees its domains start and stop. */
final class ScenarioExtension implements Extension {
    private static final int FIRST = Integer.MIN_VALUE;
    private static final int LAST = Integer.MAX_VALUE;

    private final Scenario scenario;

    ScenarioExtension(Scenario scenario) {
        this.scenario = scenario;
    }

    void beans(@Observes AfterBeanDiscovery event) {
        event.<Scenario>addBean()
                .types(Scenario.class)
                .scope(Dependent.class)
                .beanClass(ScenarioExtension.class)
                .produceWith(instance -> scenario);
        event.<DomainsStarted>addObserverMethod()
                .observedType(DomainsStarted.class)
                .priority(FIRST)
                .notifyWith(
                        context -> scenario.journal().begin(context.getEvent().domains()));
        event.<DomainsStopping>addObserverMethod()
                .observedType(DomainsStopping.class)
                .priority(LAST)
                .notifyWith(context -> context.getEvent().domains().all().forEach(ScenarioExtension::stop));
    }

    /** What could be handled has been: what is left waits for a clock that nobody moves any more. */
    private static void stop(Nexus nexus) {
        nexus.stop(Duration.ZERO);
    }
}
