package org.eventnexus.domain;

import java.util.function.Supplier;
import org.eventnexus.EventDraft;
import org.eventnexus.Happening;

/**
 * Publishes what happens in an engine's domains into one of them, if it has the one that is meant for that. Never waits,
 * never throws, and has no loops: what happens in that domain itself is not told. Thread-safe; not to be called under a
 * lock, as an executor may run that domain's loop right here.
 */
final class Happenings {
    /** Null as long as there is none; then the rest costs nothing. */
    private volatile Domain sink;

    /** Takes the domain that is made for it. */
    void publishInto(Domain domain) {
        sink = domain;
    }

    /** Whether anybody wants to know what happens in a domain. */
    boolean areWantedOf(Domain domain) {
        Domain to = sink;
        return to != null && to != domain;
    }

    /** Something has happened in a domain; it is made only if somebody wants to know. */
    void tell(Domain domain, Supplier<Happening> what) {
        Domain to = sink;
        if (to == null || to == domain) {
            return;
        }
        try {
            EventDraft<Happening> draft = EventDraft.of(what.get()).subject(domain.name());
            to.admission().admitAtOnce(new Delivery<>(to, draft));
        } catch (RuntimeException | Error untold) {
            to.admission().untold();
        }
    }
}
