package org.eventnexus.domain;

import java.util.function.Consumer;

/** What an engine is told of its publishers' transactions, of which it knows nothing itself. Thread-safe. */
@FunctionalInterface
public interface TransactionHook {
    /** Where there are no transactions. */
    TransactionHook NONE = (events, ended) -> false;

    /**
     * Has something called once when the calling thread's transaction has ended, on whatever thread ends it, with whether it
     * was committed; several of one transaction in the order of these calls.
     *
     * @param events how many wait for it with this call
     * @return false if the calling thread has no transaction: then nothing is called
     * @throws java.util.concurrent.RejectedExecutionException saying why, if the transaction takes no more of them
     */
    boolean whenEnded(int events, Consumer<Boolean> ended);
}
