package org.eventnexus.tests;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eventnexus.NexusEvent;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Subscribes;

/** What was received, and in which transaction and on what thread. */
@ApplicationScoped
class ReceivedPublications {
    private final List<String> types = new CopyOnWriteArrayList<>();

    @Inject
    Ledger ledger;

    void take(@Subscribes("**") @EventDomain("published") NexusEvent<Object> event) {
        types.add(event.type()
                + (ledger.hasTransaction() ? " in a transaction" : "")
                + (Thread.currentThread().getName().startsWith("eventnexus-") ? "" : " elsewhere"));
    }

    List<String> types() {
        return types;
    }
}
