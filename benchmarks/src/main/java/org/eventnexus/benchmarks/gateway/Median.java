package org.eventnexus.benchmarks.gateway;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Scores of one contestant, a round each. */
final class Median {
    private final List<Double> scores = new ArrayList<>();

    void add(double score) {
        scores.add(score);
        Collections.sort(scores);
    }

    double value() {
        return scores.get(scores.size() / 2);
    }

    double lowest() {
        return scores.get(0);
    }

    double highest() {
        return scores.get(scores.size() - 1);
    }
}
