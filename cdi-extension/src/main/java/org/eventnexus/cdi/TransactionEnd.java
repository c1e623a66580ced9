package org.eventnexus.cdi;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * What waits for a transaction's end, in order: servers call several synchronizations of one in any. Thread-safe, as a
 * transaction that takes too long is ended by another thread than the one that publishes in it.
 */
final class TransactionEnd implements Synchronization {
    /** Events of one transaction. */
    static final int MAX = 10_000;

    // Guarded by this.
    private final ArrayDeque<Consumer<Boolean>> waiting = new ArrayDeque<>();
    /** How many events they have brought. */
    private int events;
    /** Whether it was committed; null until it has ended. */
    private Boolean committed;
    /** Whether all that waited have been told, so that nobody is overtaken. */
    private boolean told;

    /** Of one that has ended. */
    static TransactionEnd of(boolean committed) {
        var end = new TransactionEnd();
        end.tell(committed);
        return end;
    }

    /** Tells it at once, on the calling thread, if the transaction has ended. */
    void add(int more, Consumer<Boolean> ended) {
        if (!waits(more, ended)) {
            tell(ended, committed); // written before all were told
        }
    }

    private synchronized boolean waits(int more, Consumer<Boolean> ended) {
        if (told) {
            return false;
        }
        if (more > MAX - events) {
            throw new RejectedExecutionException("ENX-0162 " + events
                    + " events wait for the end of its publisher's transaction already, and no more than " + MAX
                    + " may");
        }
        events += more;
        return waiting.add(ended);
    }

    @Override
    public void beforeCompletion() {}

    @Override
    public void afterCompletion(int status) {
        tell(status == Status.STATUS_COMMITTED);
    }

    /** Without effect if it has been told before. */
    void tell(boolean how) {
        synchronized (this) {
            if (committed != null) {
                return;
            }
            committed = how;
        }
        for (Consumer<Boolean> each = next(); each != null; each = next()) {
            tell(each, how);
        }
    }

    private synchronized Consumer<Boolean> next() {
        Consumer<Boolean> next = waiting.poll();
        told = next == null;
        return next;
    }

    private static void tell(Consumer<Boolean> ended, boolean committed) {
        try {
            ended.accept(committed);
        } catch (RuntimeException | Error error) { // not the others', nor the transaction manager's
            Log.taskFailed(error);
        }
    }
}
