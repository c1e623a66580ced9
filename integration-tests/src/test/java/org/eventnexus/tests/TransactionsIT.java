package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionalException;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eventnexus.EventBus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Outcome;
import org.eventnexus.Publication.Result;
import org.eventnexus.cdi.EventDomain;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each {@code @Transactional} receiver has a transaction of its own, whatever the publisher and the others do with theirs. */
@Tag("R9")
@Tag("BX-02")
@ExtendWith(ArquillianExtension.class)
class TransactionsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Deployment
    static WebArchive war() {
        return Deployments.war("transactions.war", TransactionsIT.class, Accounts.class, Ledger.class);
    }

    @Inject
    @EventDomain("accounts")
    EventBus bus;

    @Inject
    Ledger ledger;

    @Resource(lookup = "java:comp/UserTransaction")
    UserTransaction own;

    @Test
    void receiversCommitAndRollBackWhileThePublishersTransactionGoesOn() throws Exception {
        own.begin();
        ledger.write("published A");
        List<Object> transactions = new ArrayList<>(List.of(ledger.transaction()));

        List<Result> results = bus.publish("pay", "A").await(PATIENCE).results();

        assertThat(results).extracting(Result::receiver).containsExactly("pay", "audit", "refuse");
        results.stream().limit(2).map(Result::value).forEach(transactions::add);
        assertThat(transactions).doesNotContainNull().doesNotHaveDuplicates();
        assertThat(results.get(2).error()).hasMessage("on purpose");
        assertThat(ledger.committed()).contains("paid A", "audited A");
        assertThat(ledger.rolledBack()).contains("refused A").doesNotContain("published A");
        assertThat(own.getStatus()).isEqualTo(Status.STATUS_ACTIVE);
        own.rollback();
        assertThat(ledger.rolledBack()).contains("published A").doesNotContain("paid A", "audited A");
    }

    @Test
    void aFailedReceiverDoesNotKeepThePublisherFromCommitting() throws Exception {
        own.begin();
        ledger.write("published B");
        bus.publish("pay", "B").await(PATIENCE);
        own.commit();
        assertThat(ledger.committed()).contains("published B", "paid B");
        assertThat(ledger.rolledBack()).contains("refused B");
    }

    @Test
    void thePublishersTransactionCannotBeHad() throws Exception {
        own.begin();
        try {
            Outcome outcome = bus.publish("mandatory", "C").await(PATIENCE);
            assertThat(outcome.results().get(0).error()).isInstanceOf(TransactionalException.class);
            assertThat(own.getStatus()).isEqualTo(Status.STATUS_ACTIVE);
        } finally {
            own.rollback();
        }
    }

    /** WildFly's ends a moment after the stage, as that does; Payara's when the method returns. */
    @Test
    void aTransactionEndsWithTheMethodOrItsStage() throws Exception {
        var gate = new CompletableFuture<String>();
        Publication later = bus.publish("later", gate);
        gate.complete("done");
        assertThat(later.await(PATIENCE).results().get(0).value()).isEqualTo("done");
        ledger.awaitEnd("later", PATIENCE);
        assertThat(ledger.committed()).contains("later");

        var failing = new CompletableFuture<String>();
        Publication tooLate = bus.publish("later.failing", failing);
        failing.completeExceptionally(new IllegalStateException("on purpose"));
        assertThat(tooLate.await(PATIENCE).results().get(0).error()).hasMessage("on purpose");
        ledger.awaitEnd("too late", PATIENCE);
        assertThat(bus.publish("look", null).await(PATIENCE).results().get(0).value())
                .isEqualTo("false true");
    }

    @Test
    void whatAReceiverLeavesOpenIsRolledBackAndNotSeenByTheNext() throws Exception {
        for (String entry : List.of("once", "again", "and fail")) {
            Throwable error = bus.publish("forget", entry)
                    .await(PATIENCE)
                    .results()
                    .get(0)
                    .error();
            assertThat(messages(error)).anyMatch(message -> message.startsWith("ENX-0158 "));
            assertThat(ledger.rolledBack()).contains("forgotten " + entry);
            for (int i = 0; i < 20; i++) { // on all threads, more likely than not
                assertThat(bus.publish("look", null)
                                .await(PATIENCE)
                                .results()
                                .get(0)
                                .value())
                        .isEqualTo("false true");
            }
        }
    }

    private static List<String> messages(Throwable error) {
        List<String> messages = new ArrayList<>(List.of(error.getMessage()));
        for (Throwable suppressed : error.getSuppressed()) {
            messages.add(suppressed.getMessage());
        }
        return messages;
    }
}
