package org.eventnexus.domain;

import java.util.function.Supplier;
import org.eventnexus.EventDraft;
import org.eventnexus.Happening;
import org.eventnexus.Nexus.State;
import org.eventnexus.Publication;
import org.eventnexus.source.Inlet;

/** A domain as its sources see it. */
record DomainInlet(Domain domain) implements Inlet {

    @Override
    public String name() {
        return domain.name();
    }

    @Override
    public Publication publish(EventDraft<?> draft) {
        return domain.bus().publishAsync(draft);
    }

    @Override
    public Publication publishObtained(EventDraft<?> said) {
        EventDraft<?> draft = domain.traces().continued(said);
        return domain.publishing().concerns(draft)
                ? Publishing.thrown(domain.publishing().publishAlone(draft), draft)
                : domain.bus().publishAsync(draft);
    }

    @Override
    public boolean hasRoom() {
        // Else an event that there is no room for waits or is refused.
        return !domain.config().overflow().displaces() || !domain.admission().isFull();
    }

    @Override
    public boolean isOpen() {
        return domain.state() != State.STOPPED;
    }

    @Override
    public void tell(Supplier<Happening> what) {
        domain.tell(what);
    }
}
