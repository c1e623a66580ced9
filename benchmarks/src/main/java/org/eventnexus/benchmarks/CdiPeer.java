package org.eventnexus.benchmarks;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.enterprise.util.TypeLiteral;
import jakarta.inject.Inject;
import org.eventnexus.EventBus;
import org.eventnexus.NexusEvent;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.NexusExtension;
import org.eventnexus.cdi.Subscribes;

/** Beans of Weld SE: receivers of domains with default settings, memory log included, and CDI's own observers. */
final class CdiPeer implements Peer {
    private final SeContainer container;
    private final Publishing publishing;

    private CdiPeer(SeContainer container, Publishing publishing) {
        this.container = container;
        this.publishing = publishing;
    }

    /** A method of a bean. */
    static CdiPeer subscribes(Audience audience, int publishers) {
        return start(audience.inOrder().get(0), Receiving.class, container -> bus(container, "annotated")::publish);
    }

    /** The same domain and settings, and a lambda. */
    static CdiPeer lambda(Audience audience, int publishers) {
        Audience.Listener listener = audience.inOrder().get(0);
        return start(listener, Owner.class, container -> {
            EventBus bus = bus(container, "lambda");
            bus.subscribe(Ev.TYPE, event -> listener.hear(event.priority()));
            return bus::publish;
        });
    }

    /** CDI's asynchronous events; nothing bounds them. */
    static CdiPeer fireAsync(Audience audience, int publishers) {
        return start(audience.concurrent().get(0), Observing.class, container -> {
            Event<Ev> event = event(container);
            return (type, payload) -> event.fireAsync(Ev.numbered(0));
        });
    }

    /** The same, each one awaited. */
    static CdiPeer fireAsyncAwaited(Audience audience, int publishers) {
        return start(audience.concurrent().get(0), Observing.class, container -> {
            Event<Ev> event = event(container);
            return (type, payload) ->
                    event.fireAsync(Ev.numbered(0)).toCompletableFuture().get();
        });
    }

    /** CDI's synchronous events: the observer is called by the publisher. */
    static CdiPeer fire(Audience audience, int publishers) {
        return start(audience.inOrder().get(0), ObservingAtOnce.class, container -> {
            Event<Ev> event = event(container);
            return (type, payload) -> event.fire(Ev.numbered(0));
        });
    }

    private interface Publishing {
        void publish(String type, Object payload) throws Exception;
    }

    private interface Starting {
        Publishing start(SeContainer container);
    }

    private static CdiPeer start(Audience.Listener listener, Class<?> bean, Starting starting) {
        SeContainer container = SeContainerInitializer.newInstance()
                .disableDiscovery()
                .addExtensions(NexusExtension.class)
                .addBeanClasses(bean, Ears.class)
                .initialize();
        container.select(Ears.class).get().listen(listener);
        return new CdiPeer(container, starting.start(container));
    }

    private static EventBus bus(SeContainer container, String domain) {
        return container.select(EventBus.class, EventDomain.Literal.of(domain)).get();
    }

    private static Event<Ev> event(SeContainer container) {
        return container.select(new TypeLiteral<Event<Ev>>() {}).get();
    }

    @Override
    public void publish(long number) throws Exception {
        publishing.publish(Ev.TYPE, null);
    }

    @Override
    public void close() {
        container.close();
    }

    /** Who hears what the beans are told. */
    @ApplicationScoped
    public static class Ears {
        private Audience.Listener listener;

        void listen(Audience.Listener to) {
            listener = to;
        }

        Audience.Listener listener() {
            return listener;
        }
    }

    @ApplicationScoped
    public static class Receiving {
        @Inject
        Ears ears;

        private Audience.Listener listener;

        void receive(@Subscribes(Ev.TYPE) @EventDomain("annotated") NexusEvent<?> event) {
            if (listener == null) {
                listener = ears.listener();
            }
            listener.hear(event.priority());
        }
    }

    /** Has the domain for the lambda. */
    @ApplicationScoped
    public static class Owner {
        @Inject
        @EventDomain("lambda")
        EventBus bus;
    }

    @ApplicationScoped
    public static class Observing {
        @Inject
        Ears ears;

        void receive(@ObservesAsync Ev event) {
            ears.listener().hear(event.priority());
        }
    }

    @ApplicationScoped
    public static class ObservingAtOnce {
        @Inject
        Ears ears;

        private Audience.Listener listener;

        void receive(@Observes Ev event) {
            if (listener == null) {
                listener = ears.listener();
            }
            listener.hear(event.priority());
        }
    }
}
