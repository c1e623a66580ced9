package org.eventnexus.cdi;

import java.util.List;
import java.util.Map;

/**
 * What was found of the bridge between CDI's events and domains.
 *
 * @param observers who want domains' events
 * @param classes whose events go into domains by settings
 * @param directions of the domains of which settings say any
 */
record BridgeFindings(List<BridgeObserver> observers, List<BridgedClass> classes, Map<String, Directions> directions) {
    BridgeFindings {
        observers = List.copyOf(observers);
        classes = List.copyOf(classes);
        directions = Map.copyOf(directions);
    }

    Directions of(String domain) {
        return directions.getOrDefault(domain, Directions.BOTH);
    }
}
