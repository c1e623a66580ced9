package org.eventnexus.testkit.docs;

import jakarta.enterprise.context.ApplicationScoped;

@ApplicationScoped
class Stock {
    String reserve(String sku) {
        if (sku.equals("piano")) {
            throw new IllegalStateException("no piano left");
        }
        return "reserved " + sku;
    }
}
