package org.eventnexus.tests;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import jakarta.transaction.UserTransaction;
import java.util.concurrent.CompletionStage;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Handles;
import org.eventnexus.cdi.Subscribes;

/** Receivers with transactions. */
@ApplicationScoped
@EventDomain("accounts")
class Accounts {
    @Inject
    Ledger ledger;

    @Resource(lookup = "java:comp/UserTransaction")
    UserTransaction own;

    @Transactional
    Object pay(@Handles("pay") String entry) {
        ledger.write("paid " + entry);
        return ledger.transaction();
    }

    @Transactional
    Object audit(@Subscribes("pay") String entry) {
        ledger.write("audited " + entry);
        return ledger.transaction();
    }

    @Transactional
    void refuse(@Subscribes("pay") String entry) {
        ledger.write("refused " + entry);
        throw new IllegalStateException("on purpose");
    }

    @Transactional(TxType.MANDATORY)
    void ofThePublishers(@Subscribes("mandatory") String entry) {
        ledger.write("mandatory " + entry);
    }

    @Transactional
    CompletionStage<String> later(@Handles("later") CompletionStage<String> gate) {
        ledger.write("later");
        return gate;
    }

    @Transactional
    CompletionStage<String> tooLate(@Handles("later.failing") CompletionStage<String> gate) {
        ledger.write("too late");
        return gate;
    }

    /** Never ends what it begins, and leaves the thread another class loader. */
    void forget(@Handles("forget") String entry) throws Exception {
        own.begin();
        ledger.write("forgotten " + entry);
        Thread.currentThread().setContextClassLoader(null);
        if (entry.equals("and fail")) {
            throw new IllegalStateException("on purpose");
        }
    }

    String look(@Handles("look") Object any) {
        return ledger.hasTransaction() + " "
                + (Thread.currentThread().getContextClassLoader() == Accounts.class.getClassLoader());
    }
}
