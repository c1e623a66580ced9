package org.eventnexus.source;

import java.util.function.Supplier;
import org.eventnexus.EventDraft;
import org.eventnexus.Happening;
import org.eventnexus.Publication;

/** A domain as its sources see it. */
public interface Inlet {

    /** The domain's name. */
    String name();

    /** As {@link org.eventnexus.EventBus#publishAsync}. */
    Publication publish(EventDraft<?> draft);

    /** The same on one of the engine's threads, on which nobody's identity and no transaction is. */
    Publication publishObtained(EventDraft<?> draft);

    /** Whether an event that nobody is in a hurry with may be published: not if another would be dropped for it. */
    boolean hasRoom();

    /** Whether the domain has not been stopped. */
    boolean isOpen();

    /** Tells those who want to know what has happened, without waiting and without throwing; not under a lock. */
    void tell(Supplier<Happening> what);
}
