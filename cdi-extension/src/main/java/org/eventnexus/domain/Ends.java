package org.eventnexus.domain;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Parcels of which all collectors are done, say, on their way to the loop: chained, so that only the first of several costs a post.
 * Any number of threads push; the loop takes all. Lock-free.
 */
final class Ends implements Runnable {
    /** Something that ends on the loop. */
    abstract static class End {
        /** The one that came before it, while they are on their way. */
        private End before;

        abstract void end();
    }

    private final Consumer<Runnable> loop;
    private final AtomicReference<End> newest = new AtomicReference<>();

    /** @param loop runs tasks on the loop, one at a time */
    Ends(Consumer<Runnable> loop) {
        this.loop = loop;
    }

    /** Any thread: who finds nobody here has the loop come. */
    void push(End end) {
        End before;
        do {
            before = newest.get();
            end.before = before;
        } while (!newest.compareAndSet(before, end));
        if (before == null) {
            loop.accept(this);
        }
    }

    /** On the loop: ends them, the oldest first. */
    @Override
    public void run() {
        End next = null;
        for (End end = newest.getAndSet(null); end != null; ) {
            End before = end.before;
            end.before = next;
            next = end;
            end = before;
        }
        end(next);
    }

    private static void end(End oldest) {
        Throwable broken = null;
        for (End end = oldest; end != null; ) {
            End after = end.before;
            end.before = null;
            try {
                end.end();
            } catch (RuntimeException | Error thrown) { // the others end all the same
                broken = thrown;
            }
            end = after;
        }
        if (broken != null) {
            throw new IllegalStateException("what should end could not be ended", broken);
        }
    }
}
