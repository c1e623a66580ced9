package org.eventnexus.cdi;

import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;
import java.util.Optional;
import java.util.function.Consumer;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** The server's transactions, as seen from a WAR. */
final class Transactions {
    private final TransactionSynchronizationRegistry registry;
    private final UserTransaction ofThread;
    /** Under which a transaction has its {@link TransactionEnd}. */
    private final Object key = new Object();

    private Transactions(TransactionSynchronizationRegistry registry, UserTransaction ofThread) {
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

    /** As {@link org.eventnexus.domain.TransactionHook#whenEnded}; one that can only be rolled back counts as if it were. */
    boolean whenEnded(Consumer<Boolean> ended) {
        int status = registry.getTransactionStatus();
        if (status != Status.STATUS_ACTIVE
                && status != Status.STATUS_MARKED_ROLLBACK
                && status != Status.STATUS_PREPARING) {
            return false;
        }
        // Some servers take a synchronization of a marked one and never call it.
        Optional<TransactionEnd> end = status == Status.STATUS_MARKED_ROLLBACK ? known() : end();
        if (end.isPresent()) {
            end.get().add(ended);
        } else {
            ended.accept(false);
        }
        return true;
    }

    private Optional<TransactionEnd> known() {
        return registry.getResource(key) instanceof TransactionEnd known ? Optional.of(known) : Optional.empty();
    }

    /** Empty if the transaction takes none any more, as it is to be rolled back. */
    private Optional<TransactionEnd> end() {
        Optional<TransactionEnd> known = known();
        if (known.isPresent()) {
            return known;
        }
        var end = new TransactionEnd();
        try {
            registry.registerInterposedSynchronization(end);
        } catch (RuntimeException markedForRollback) {
            return Optional.empty();
        }
        registry.putResource(key, end);
        return Optional.of(end);
    }

    /**
     * Rolls back the calling thread's transaction.
     *
     * @return whether there was one
     */
    boolean endOpen() throws SystemException {
        if (registry.getTransactionStatus() == Status.STATUS_NO_TRANSACTION) {
            return false;
        }
        ofThread.rollback();
        return true;
    }
}
