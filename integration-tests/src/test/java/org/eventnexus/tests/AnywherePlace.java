package org.eventnexus.tests;

import java.util.Set;

/** Components that publish; each server has those that it can have. */
public interface AnywherePlace {

    /** In whose names. */
    Set<String> names();

    /** Publishes by all of them, or makes others do so. */
    void publish();
}
