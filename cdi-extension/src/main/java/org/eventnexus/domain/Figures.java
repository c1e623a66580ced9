package org.eventnexus.domain;

import org.eventnexus.Inspection;
import org.eventnexus.Nexus.Stats;
import org.eventnexus.Publication.Status;

/** A look at a domain, put together from what its parts count. Thread-safe. */
final class Figures {
    private final Domain domain;
    private final Mailbox mailbox;

    Figures(Domain domain, Mailbox mailbox) {
        this.domain = domain;
        this.mailbox = mailbox;
    }

    Stats stats() {
        TypeCounts types = domain.types();
        return new Stats(
                mailbox.size(),
                mailbox.sequence(),
                types.ended(Status.COMPLETED),
                types.ended(Status.FAILED),
                mailbox.dropped(),
                types.ended(Status.UNHANDLED),
                types.ended(Status.ABANDONED),
                domain.admission().refused(),
                domain.publishing().answers(),
                domain.failures().retried(),
                domain.letters().size(),
                domain.slowReceivers().count(),
                domain.index().subscribers());
    }

    Inspection inspect() {
        int calls = domain.loop().drain().suspended() + (domain.dispatcher().current() == null ? 0 : 1);
        return new Inspection(
                domain.name(),
                domain.state(),
                domain.middlewares(),
                domain.receivers().inspect(),
                calls,
                domain.sources(),
                domain.lanes(),
                domain.bus().streamStats());
    }
}
