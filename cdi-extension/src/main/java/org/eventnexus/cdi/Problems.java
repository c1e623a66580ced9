package org.eventnexus.cdi;

import jakarta.enterprise.inject.spi.DeploymentException;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Collects all problems of a deployment, so that they are told at once. Belongs to the thread that deploys. */
final class Problems {
    private final SortedSet<Problem> found = new TreeSet<>();

    void add(String id, String place, String what, String mend) {
        found.add(new Problem(id, place, what, mend));
    }

    boolean contains(String id) {
        return found.stream().anyMatch(problem -> problem.id().equals(id));
    }

    /** All problems in one exception; empty if there are none. */
    Optional<DeploymentException> asException() {
        return found.isEmpty() ? Optional.empty() : Optional.of(new DeploymentException(message()));
    }

    private String message() {
        var text = new StringBuilder("ENX-0100 EventNexus found ")
                .append(found.size() == 1 ? "a problem" : found.size() + " problems")
                .append(" in this application:");
        found.forEach(problem -> text.append("\n  ").append(problem));
        return text.toString();
    }
}
