package org.eventnexus.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of a transaction in each of its states, with a server's registry that the test plays. */
@Tag("BX-03")
class TransactionsTest {
    private final Registry registry = new Registry();
    private final Transactions transactions = new Transactions(registry, null);
    private final List<String> told = new ArrayList<>();

    private boolean await(String name) {
        return transactions.whenEnded(1, committed -> told.add(name + " " + committed));
    }

    @Test
    void withoutATransactionNothingIsTold() {
        registry.status = Status.STATUS_NO_TRANSACTION;
        assertThat(await("a")).isFalse();
        assertThat(told).isEmpty();
    }

    @Test
    void itsEndIsToldInOrderByOneSynchronization() {
        assertThat(await("a")).isTrue();
        await("b");
        assertThat(registry.synchronizations).hasSize(1);
        assertThat(told).isEmpty();
        registry.end(Status.STATUS_COMMITTED);
        assertThat(told).containsExactly("a true", "b true");
    }

    @ParameterizedTest
    @ValueSource(ints = {Status.STATUS_ROLLEDBACK, Status.STATUS_UNKNOWN})
    void whatIsNotCommittedIsRolledBack(int status) {
        await("a");
        registry.end(status);
        assertThat(told).containsExactly("a false");
    }

    @ParameterizedTest
    @CsvSource({
        Status.STATUS_MARKED_ROLLBACK + ",false",
        Status.STATUS_ROLLING_BACK + ",false",
        Status.STATUS_ROLLEDBACK + ",false",
        Status.STATUS_COMMITTING + ",true",
        Status.STATUS_COMMITTED + ",true"
    })
    void anOutcomeThatIsCertainIsToldAtOnce(int status, boolean committed) {
        registry.status = status;
        assertThat(await("a")).isTrue();
        assertThat(told).containsExactly("a " + committed);
        assertThat(registry.synchronizations).isEmpty();
    }

    /** As when a timeout comes in between: it may be taken without ever being called. */
    @Test
    void whatIsMarkedForRollbackDuringTheRegistrationIsRolledBack() {
        registry.duringRegistration = () -> registry.status = Status.STATUS_MARKED_ROLLBACK;
        await("a");
        assertThat(told).containsExactly("a false");
        registry.end(Status.STATUS_ROLLEDBACK);
        assertThat(told).containsExactly("a false");
    }

    @Test
    void whatTakesNoSynchronizationIsRolledBack() {
        registry.duringRegistration = () -> {
            throw new IllegalStateException("marked");
        };
        await("a");
        assertThat(told).containsExactly("a false");
    }

    @Test
    void oneThatIsMarkedLaterIsToldWhenItHasEnded() {
        await("a");
        registry.status = Status.STATUS_MARKED_ROLLBACK;
        await("b");
        assertThat(told).isEmpty();
        registry.end(Status.STATUS_ROLLEDBACK);
        assertThat(told).containsExactly("a false", "b false");
    }

    /** After a timeout its publisher's thread may have it still. */
    @Test
    void whatComesAfterTheEndIsToldAtOnceAndOvertakesNobody() {
        transactions.whenEnded(1, committed -> {
            told.add("a");
            await("d");
        });
        await("b");
        await("c");
        registry.end(Status.STATUS_ROLLEDBACK);
        await("e");
        assertThat(told).containsExactly("a", "b false", "c false", "d false", "e false");
    }

    @Test
    void oneThatFailsKeepsNothingFromTheOthers() {
        transactions.whenEnded(1, committed -> {
            throw new IllegalStateException("on purpose");
        });
        await("b");
        registry.end(Status.STATUS_COMMITTED);
        assertThat(told).containsExactly("b true");
    }

    @Test
    void soManyWaitForOne() {
        for (int i = 0; i < TransactionEnd.MAX; i++) {
            await("a");
        }
        assertThatThrownBy(() -> await("b"))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageStartingWith("ENX-0162 ");
        registry.end(Status.STATUS_COMMITTED);
        assertThat(told).hasSize(TransactionEnd.MAX);
    }

    @Test
    void aBatchCountsForAsManyAsItHas() {
        transactions.whenEnded(TransactionEnd.MAX - 2, committed -> told.add("batch"));
        assertThatThrownBy(() -> transactions.whenEnded(3, committed -> told.add("too many")))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage(
                        "ENX-0162 9998 events wait for the end of its publisher's transaction already, and no more than"
                                + " 10000 may");
        transactions.whenEnded(2, committed -> told.add("fits"));
        registry.end(Status.STATUS_COMMITTED);
        assertThat(told).containsExactly("batch", "fits");
    }

    @Test
    void inDoubtNothingIsToldButSaid() {
        registry.status = Status.STATUS_UNKNOWN;
        assertThatThrownBy(() -> await("a"))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("status is " + Status.STATUS_UNKNOWN);
        assertThat(told).isEmpty();
    }

    /** Of one transaction, active at first. */
    private static final class Registry implements TransactionSynchronizationRegistry {
        final List<Synchronization> synchronizations = new ArrayList<>();
        private final Map<Object, Object> resources = new HashMap<>();
        int status = Status.STATUS_ACTIVE;
        Runnable duringRegistration = () -> {};

        void end(int how) {
            status = how;
            synchronizations.forEach(each -> each.afterCompletion(how));
        }

        @Override
        public void registerInterposedSynchronization(Synchronization synchronization) {
            duringRegistration.run();
            if (status == Status.STATUS_ACTIVE) { // and else forgets it, as WildFly does
                synchronizations.add(synchronization);
            }
        }

        @Override
        public int getTransactionStatus() {
            return status;
        }

        @Override
        public void putResource(Object key, Object value) {
            resources.put(key, value);
        }

        @Override
        public Object getResource(Object key) {
            return resources.get(key);
        }

        @Override
        public Object getTransactionKey() {
            return this;
        }

        @Override
        public void setRollbackOnly() {
            status = Status.STATUS_MARKED_ROLLBACK;
        }

        @Override
        public boolean getRollbackOnly() {
            return status == Status.STATUS_MARKED_ROLLBACK;
        }
    }
}
