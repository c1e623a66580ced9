package org.eventnexus.tests;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.function.Consumer;
import org.eventnexus.EventBus;
import org.eventnexus.EventDraft;
import org.eventnexus.Publication;
import org.eventnexus.PublishPhase;
import org.eventnexus.cdi.EventDomain;

/** Publishes in transactions of an interceptor's. */
@ApplicationScoped
class PublishingBean {
    @Inject
    @EventDomain("published")
    EventBus bus;

    @Transactional
    Publication publish(String type, PublishPhase phase) {
        return bus.publish(EventDraft.of(type, null).phase(phase));
    }

    /** Has it rolled back by an exception. */
    @Transactional
    void publishAndFail(String type, PublishPhase phase, Consumer<Publication> published) {
        published.accept(bus.publish(EventDraft.of(type, null).phase(phase)));
        throw new IllegalStateException("on purpose");
    }

    @Transactional(TxType.REQUIRES_NEW)
    Publication publishInAnother(String type, PublishPhase phase) {
        return bus.publish(EventDraft.of(type, null).phase(phase));
    }

    @Transactional(TxType.REQUIRES_NEW)
    void publishInAnotherAndFail(String type, PublishPhase phase, Consumer<Publication> published) {
        published.accept(bus.publish(EventDraft.of(type, null).phase(phase)));
        throw new IllegalStateException("on purpose");
    }

    @Transactional(TxType.NOT_SUPPORTED)
    Publication publishInNone(String type, PublishPhase phase) {
        return bus.publish(EventDraft.of(type, null).phase(phase));
    }
}
