package org.eventnexus.tests;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.Set;

/** Publishes as an enterprise bean, in its transaction. */
@Stateless
public class AnywhereEnterpriseBean implements AnywherePlace {
    @Inject
    Anywhere anywhere;

    @Override
    public Set<String> names() {
        return Set.of("enterprise");
    }

    @Override
    public void publish() {
        anywhere.publish("enterprise");
    }
}
