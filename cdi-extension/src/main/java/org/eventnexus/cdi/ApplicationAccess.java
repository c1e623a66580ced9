package org.eventnexus.cdi;

import java.util.Optional;
import org.eventnexus.EventAccess;

/**
 * Who may read an application's events, for what shows them to others, as the gateway does. A bean, application-wide: each
 * module of an EAR gets the same, whichever module has the {@link EventAccess}. Thread-safe.
 */
public interface ApplicationAccess {

    /** The application's own say on single events; empty if it has none. Known when all modules have been validated. */
    Optional<EventAccess> eventAccess();
}
