package org.eventnexus.tests;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A resource that takes part in transactions: knows of each entry whether it was committed or rolled back. */
@ApplicationScoped
class Ledger {
    private final List<String> committed = new ArrayList<>();
    private final List<String> rolledBack = new ArrayList<>();

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    TransactionSynchronizationRegistry transactions;

    /** @throws IllegalStateException if there is no transaction */
    void write(String entry) {
        transactions.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {}

            @Override
            public void afterCompletion(int status) {
                end(entry, status == Status.STATUS_COMMITTED);
            }
        });
    }

    private synchronized void end(String entry, boolean commit) {
        (commit ? committed : rolledBack).add(entry);
        notifyAll();
    }

    /** Waits until an entry's transaction has ended. */
    synchronized void awaitEnd(String entry, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!committed.contains(entry) && !rolledBack.contains(entry)) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                throw new IllegalStateException("the transaction of '" + entry + "' has not ended");
            }
            wait(left);
        }
    }

    /** Tells transactions apart. */
    Object transaction() {
        return transactions.getTransactionKey();
    }

    boolean hasTransaction() {
        return transactions.getTransactionStatus() != Status.STATUS_NO_TRANSACTION;
    }

    synchronized List<String> committed() {
        return List.copyOf(committed);
    }

    synchronized List<String> rolledBack() {
        return List.copyOf(rolledBack);
    }
}
