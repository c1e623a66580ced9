package org.eventnexus.docs;

import jakarta.enterprise.context.ApplicationScoped;
import org.eventnexus.EventAccess;
import org.eventnexus.NexusEvent;

/** Who may read which order, as the page on access shows it; {@link DocumentationTest} compares. */
@ApplicationScoped
public class OwnOrders implements EventAccess {
    @Override
    public boolean mayRead(Reader reader, NexusEvent<?> event) {
        return !event.domain().equals("orders")
                || reader.roles().contains("auditor")
                || reader.name().isPresent() && reader.name().equals(event.subject());
    }
}
