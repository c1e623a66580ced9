package org.eventnexus.cdi;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** What waits for a transaction's end, in order: servers call several synchronizations of one in any. */
final class TransactionEnd implements Synchronization {
    /** Of one transaction. */
    static final int MAX = 10_000;

    /** Guarded by this. */
    private List<Consumer<Boolean>> waiting = new ArrayList<>();

    synchronized void add(Consumer<Boolean> ended) {
        if (waiting.size() >= MAX) {
            throw new RejectedExecutionException(
                    "ENX-0162 " + MAX + " events wait for the end of its publisher's transaction already");
        }
        waiting.add(ended);
    }

    @Override
    public void beforeCompletion() {}

    @Override
    public void afterCompletion(int status) {
        tell(status == Status.STATUS_COMMITTED);
    }

    private void tell(boolean committed) {
        List<Consumer<Boolean>> told;
        synchronized (this) {
            told = waiting;
            waiting = List.of();
        }
        for (Consumer<Boolean> each : told) {
            try {
                each.accept(committed);
            } catch (RuntimeException | Error error) { // not the others', nor the transaction manager's
                Log.taskFailed(error);
            }
        }
    }
}
