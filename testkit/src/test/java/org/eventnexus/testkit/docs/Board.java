package org.eventnexus.testkit.docs;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.eventnexus.NexusEvent;

@ApplicationScoped
class Board {
    private final List<String> lines = new ArrayList<>();

    void add(NexusEvent<Order> event) {
        lines.add(event.type() + " " + event.payload().sku());
    }

    List<String> lines() {
        return lines;
    }
}
