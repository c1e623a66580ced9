package org.eventnexus.cdi;

import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;
import java.util.Optional;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** The server's transactions, as seen from a WAR. */
final class Transactions {
    private final TransactionSynchronizationRegistry registry;
    private final UserTransaction ofThread;

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
