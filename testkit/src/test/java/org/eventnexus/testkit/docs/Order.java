package org.eventnexus.testkit.docs;

record Order(String sku) {}
