package org.eventnexus.domain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What keeps a loop from filling other domains without bound, though it never blocks (R5): a loop that has used another
 * domain's overdraft pauses after its current event until that domain is half empty. Where the pause would close a cycle
 * of waiting domains it goes on instead; see {@link Congestion}.
 *
 * <p>Owned by the loop, but for the volatile fields.
 */
final class Backpressure {
    private static final int MAX_CYCLE = 100_000;

    private final Loop loop;
    private final ArrayDeque<Obstacle> asked = new ArrayDeque<>(0);
    private boolean paused;
    /** Lanes and collectors that this loop pauses for (R2). */
    private int fullLanes;

    private volatile boolean congested;
    private volatile Domain waitingFor;

    Backpressure(Loop loop) {
        this.loop = loop;
    }

    boolean isPaused() {
        return paused || fullLanes > 0;
    }

    /** A lane of this domain, or a collector of a work queue, is full: no further event until it is half empty. It waits for no loop. */
    void pauseUntil(Consumer<Runnable> halfEmpty) {
        fullLanes++;
        halfEmpty.accept(() -> loop.post(() -> fullLanes = Math.max(0, fullLanes - 1)));
    }

    /** A receiver of this loop has used another domain's overdraft, or filled a boundary's queue. */
    void ask(Obstacle full) {
        if (!asked.contains(full)) {
            asked.add(full);
        }
    }

    /** After an event. */
    void pauseIfAsked() {
        while (!paused && !asked.isEmpty()) {
            pauseFor(asked.poll());
        }
    }

    private void pauseFor(Obstacle full) {
        Domain receiver = full.behind();
        waitingFor = receiver; // before the look: of several that close a cycle together, the last one sees it
        List<Domain> cycle = cycleThrough(receiver);
        if (cycle.isEmpty()) {
            paused = true;
            full.whenGone(() -> loop.post(this::resume));
            return;
        }
        waitingFor = null;
        if (!congested) {
            congested = true;
            Congestion.of(cycle, () -> congested = false);
        }
    }

    /** The domains that wait for each other from the receiver back to this loop; empty if they do not come back to it. */
    private List<Domain> cycleThrough(Domain receiver) {
        var chain = new ArrayList<Domain>(4);
        for (Domain next = receiver; next != null && chain.size() < MAX_CYCLE; ) {
            chain.add(next);
            Backpressure other = next.loop().drain().backpressure();
            if (other == this) {
                return chain;
            }
            next = other.waitingFor;
        }
        return List.of();
    }

    private void resume() {
        paused = false;
        waitingFor = null;
        pauseIfAsked();
    }

    /** At a stop: waits for nobody. */
    void forget() {
        asked.clear();
        paused = false;
        fullLanes = 0;
        waitingFor = null;
    }
}
