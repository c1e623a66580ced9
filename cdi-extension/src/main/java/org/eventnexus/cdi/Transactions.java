package org.eventnexus.cdi;

import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** The server's transactions, as seen from a WAR. */
final class Transactions {
    private final TransactionSynchronizationRegistry registry;
    private final UserTransaction ofThread;
    /** Under which a transaction has its {@link TransactionEnd}. */
    private final Object key = new Object();

    Transactions(TransactionSynchronizationRegistry registry, UserTransaction ofThread) {
        this.registry = registry;
        this.ofThread = ofThread;
    }

    /** To be called in the WAR's listener; empty if the server has no transactions. */
    static Optional<Transactions> lookUp() {
        try {
            var naming = new InitialContext();
            return Optional.of(new Transactions(
                    (TransactionSynchronizationRegistry) naming.lookup("java:comp/TransactionSynchronizationRegistry"),
                    (UserTransaction) naming.lookup("java:comp/UserTransaction")));
        } catch (NamingException | NoClassDefFoundError absent) {
            return Optional.empty();
        }
    }

    /**
     * As {@link org.eventnexus.domain.TransactionHook#whenEnded}. One that has been marked for rollback before anything
     * waited for its end counts as rolled back at once.
     */
    boolean whenEnded(int events, Consumer<Boolean> ended) {
        int status = registry.getTransactionStatus();
        if (status == Status.STATUS_NO_TRANSACTION) {
            return false;
        }
        end(status).add(events, ended);
        return true;
    }

    private TransactionEnd end(int status) {
        if (registry.getResource(key) instanceof TransactionEnd known) {
            return known;
        }
        return switch (status) {
            case Status.STATUS_ACTIVE, Status.STATUS_PREPARING -> registered();
            // Its server has ended it already, or is about to: by a timeout, or in another's synchronization.
            case Status.STATUS_COMMITTING, Status.STATUS_COMMITTED -> TransactionEnd.of(true);
            // WildFly takes a synchronization of a marked one and never calls it.
            case Status.STATUS_MARKED_ROLLBACK, Status.STATUS_ROLLING_BACK, Status.STATUS_ROLLEDBACK ->
                TransactionEnd.of(false);
            default ->
                throw new RejectedExecutionException(
                        "nobody can say how its publisher's transaction will end: its status is " + status);
        };
    }

    private TransactionEnd registered() {
        var end = new TransactionEnd();
        try {
            registry.registerInterposedSynchronization(end);
            registry.putResource(key, end);
        } catch (RuntimeException markedForRollback) {
            return TransactionEnd.of(false);
        }
        switch (registry.getTransactionStatus()) {
            case Status.STATUS_MARKED_ROLLBACK, Status.STATUS_ROLLING_BACK, Status.STATUS_ROLLEDBACK -> end.tell(false);
            default -> {} // it was not marked, by a timeout, before it was registered: it will be called
        }
        return end;
    }

    /** Whether the calling thread has one. */
    boolean isOpen() {
        return registry.getTransactionStatus() != Status.STATUS_NO_TRANSACTION;
    }

    /**
     * Rolls back the calling thread's transaction.
     *
     * @return whether there was one
     */
    boolean endOpen() throws SystemException {
        if (!isOpen()) {
            return false;
        }
        ofThread.rollback();
        return true;
    }
}
