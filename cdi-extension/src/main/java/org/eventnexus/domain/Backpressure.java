package org.eventnexus.domain;

import java.util.ArrayDeque;

/**
 * What keeps a loop from filling other domains without bound, though it never blocks (R5): a loop that has used another
 * domain's overdraft pauses after its current event until that domain is half empty. Where the pause would close a cycle
 * of waiting domains it goes on instead, and admits nothing from outside until then.
 *
 * <p>Owned by the loop, but for {@code waitingFor}.
 */
final class Backpressure {
    private final Loop loop;
    private final Admission own;
    private final ArrayDeque<Domain> asked = new ArrayDeque<>(0);
    private boolean paused;
    private boolean congested;
    private volatile Domain waitingFor;

    Backpressure(Loop loop, Admission own) {
        this.loop = loop;
        this.own = own;
    }

    boolean isPaused() {
        return paused;
    }

    /** A receiver of this loop has used another domain's overdraft. */
    void ask(Domain receiver) {
        if (!asked.contains(receiver)) {
            asked.add(receiver);
        }
    }

    /** After an event. */
    void pauseIfAsked() {
        while (!paused && !asked.isEmpty()) {
            pauseFor(asked.poll());
        }
    }

    private void pauseFor(Domain receiver) {
        waitingFor = receiver; // before the look: of several that close a cycle together, the last one sees it
        if (!closesCycle(receiver)) {
            paused = true;
            receiver.admission().whenHalfEmpty(() -> loop.post(this::resume));
            return;
        }
        waitingFor = null;
        if (!congested) {
            congested = true;
            own.admitFromOutside(false);
            receiver.admission().whenHalfEmpty(() -> loop.post(this::relieve));
        }
    }

    private boolean closesCycle(Domain receiver) {
        Domain next = receiver;
        for (int hops = 0; next != null && hops < 100_000; hops++) {
            Backpressure other = next.loop().backpressure();
            if (other == this) {
                return true;
            }
            next = other.waitingFor;
        }
        return false;
    }

    private void resume() {
        paused = false;
        waitingFor = null;
        pauseIfAsked();
    }

    private void relieve() {
        congested = false;
        own.admitFromOutside(true);
    }

    /** At a stop: waits for nobody. */
    void forget() {
        asked.clear();
        paused = false;
        waitingFor = null;
    }
}
