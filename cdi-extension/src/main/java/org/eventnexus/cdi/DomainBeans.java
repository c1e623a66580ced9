package org.eventnexus.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.configurator.BeanConfigurator;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eventnexus.DomainConfig;
import org.eventnexus.Domains;
import org.eventnexus.EventBus;
import org.eventnexus.Nexus;
import org.eventnexus.WorkQueue;

/**
 * Makes domains injectable. The beans live as long as the application, and beans of every scope may have them, those that
 * are passivated too.
 */
final class DomainBeans {
    private final AfterBeanDiscovery event;
    private final Supplier<Container> container;

    /** @param container known when the deployment has been validated */
    DomainBeans(AfterBeanDiscovery event, Supplier<Container> container) {
        this.event = event;
        this.container = container;
    }

    void add(Set<String> domains, Collection<QueueName> queues) {
        add(Domains.class, "domains", Application::domains).addQualifier(Default.Literal.INSTANCE);
        add(ApplicationThreads.class, "threads", Application::threads).addQualifier(Default.Literal.INSTANCE);
        add(ApplicationAccess.class, "access", Application::access).addQualifier(Default.Literal.INSTANCE);
        domains.forEach(name -> {
            qualify(add(Nexus.class, "nexus:" + name, app -> app.domains().get(name)), name);
            qualify(addDirect(EventBus.class, "bus:" + name, all -> new InjectedBus(all, name)), name);
        });
        queues.forEach(name -> addDirect(WorkQueue.class, "queue:" + name, all -> new InjectedQueue(all, name))
                .addQualifier(EventDomain.Literal.of(name.domain()))
                .addQualifier(Queue.Literal.of(name.queue())));
        event.<Container>addBean()
                .beanClass(NexusExtension.class)
                .types(Container.class)
                .scope(Dependent.class)
                .produceWith(instance -> container.get());
    }

    private <T> BeanConfigurator<T> add(Class<T> type, String id, Function<Application, T> value) {
        return event.<T>addBean()
                .beanClass(NexusExtension.class)
                .types(type, Object.class)
                .scope(ApplicationScoped.class)
                .id("eventnexus:" + id)
                .produceWith(instance -> value.apply(container.get().application()));
    }

    /** Not application-scoped, as a client proxy would be slow, see {@link InjectedBus}: it finds what it stands for itself. */
    private <T> BeanConfigurator<T> addDirect(Class<T> type, String id, Function<Domains, T> value) {
        return event.<T>addBean()
                .beanClass(NexusExtension.class)
                .types(type, Object.class)
                .scope(Singleton.class)
                .id("eventnexus:" + id)
                .produceWith(
                        instance -> value.apply(instance.select(Domains.class).get()));
    }

    private static void qualify(BeanConfigurator<?> bean, String domain) {
        bean.addQualifier(EventDomain.Literal.of(domain));
        if (domain.equals(DomainConfig.DEFAULT_DOMAIN)) {
            bean.addQualifier(Default.Literal.INSTANCE);
        }
    }
}
