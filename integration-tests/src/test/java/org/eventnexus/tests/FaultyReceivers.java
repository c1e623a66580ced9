package org.eventnexus.tests;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Handles;
import org.eventnexus.cdi.Subscribes;

/** Receivers with which no application can be deployed. */
final class FaultyReceivers {
    private FaultyReceivers() {}

    @ApplicationScoped
    static class Reserving {
        void reserve(@Handles("order.placed") @EventDomain("orders") String order) {}

        @Transactional
        private void hidden(@Subscribes("order.placed") @EventDomain("orders") String order) {}

        @EventDomain("orders")
        void misplaced(@Subscribes("order.placed") String order) {}

        void malformed(@Subscribes("order..*.x") @EventDomain("orders") String order) {}
    }

    @ApplicationScoped
    static class Booking {
        void book(@Handles("order.placed") @EventDomain("orders") String order) {}

        void twice(@Handles("a") String a, @Subscribes("b") String b) {}
    }
}
