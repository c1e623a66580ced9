package org.eventnexus.cdi;

import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.EventContext;
import jakarta.enterprise.inject.spi.configurator.ObserverMethodConfigurator;
import java.util.Collection;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eventnexus.EventDraft;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;

/**
 * Publishes CDI events in domains: those that are fired with a domain's qualifier, and those of classes that a setting
 * names. What came out of a domain by the {@link OutBridge} does not go in again, to whatever domain.
 */
final class InBridge {
    private final Supplier<Container> container;

    /** @param container known when the deployment has been validated */
    InBridge(Supplier<Container> container) {
        this.container = container;
    }

    /** Observes what is to be published. */
    void add(AfterBeanDiscovery event, Collection<String> domains, BridgeFindings found) {
        for (String domain : domains) {
            if (found.of(domain).in()) {
                add(event.addObserverMethod(), domain, false);
                add(event.addObserverMethod(), domain, true);
            }
        }
        for (BridgedClass bridged : found.classes()) {
            boolean qualifiedGoesIn = found.of(bridged.domain()).in();
            add(event.addObserverMethod(), bridged, qualifiedGoesIn, false);
            add(event.addObserverMethod(), bridged, qualifiedGoesIn, true);
        }
    }

    private void add(ObserverMethodConfigurator<Object> observer, String domain, boolean async) {
        observer.observedType(Object.class)
                .addQualifier(EventDomain.Literal.of(domain))
                .async(async)
                .notifyWith(fired -> publish(fired, domain, InBridge::draft));
    }

    /** @param qualifiedGoesIn whether those with the domain's qualifier are published by another observer */
    private void add(
            ObserverMethodConfigurator<Object> observer, BridgedClass bridged, boolean qualifiedGoesIn, boolean async) {
        EventDomain.Literal qualifier = EventDomain.Literal.of(bridged.domain());
        observer.observedType(bridged.observed()).async(async).notifyWith(fired -> {
            if (!qualifiedGoesIn || !fired.getMetadata().getQualifiers().contains(qualifier)) {
                publish(fired, bridged.domain(), bridged::draft);
            }
        });
    }

    private void publish(EventContext<?> fired, String domain, Function<Object, EventDraft<Object>> draft) {
        if (fired.getMetadata().getQualifiers().contains(Bridged.Literal.INSTANCE)) {
            return;
        }
        Application application = container.get().application();
        EventDraft<Object> marked = application.marks().mark(draft.apply(fired.getEvent()), domain);
        Publication publication = application.domains().get(domain).bus().publish(marked);
        if (publication.status() == Status.REFUSED) {
            tell(publication);
        }
    }

    /** Throws why: whoever has fired it has no publication. */
    private static void tell(Publication refused) {
        try {
            refused.accepted().toCompletableFuture().join();
        } catch (CompletionException why) {
            throw why.getCause() instanceof RuntimeException reason ? reason : why;
        }
    }

    private static EventDraft<Object> draft(Object fired) {
        try {
            return EventDraft.of(fired);
        } catch (IllegalArgumentException typeless) {
            throw new IllegalArgumentException(
                    "ENX-0084 a CDI event of " + fired.getClass().getName() + " cannot be published: "
                            + typeless.getMessage(),
                    typeless);
        }
    }
}
