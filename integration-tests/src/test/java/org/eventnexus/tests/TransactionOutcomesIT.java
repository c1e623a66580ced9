package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eventnexus.EventBus;
import org.eventnexus.EventDraft;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.PublishPhase;
import org.eventnexus.cdi.EventDomain;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What becomes of events that wait for a transaction which does not simply begin and end: one that can only be rolled back,
 * that takes too long, is suspended, or belongs to an interceptor.
 */
@Tag("BX-03")
@ExtendWith(ArquillianExtension.class)
class TransactionOutcomesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Deployment
    static WebArchive war() {
        return Deployments.war(
                "outcomes.war",
                TransactionOutcomesIT.class,
                Ledger.class,
                PublishingBean.class,
                ReceivedPublications.class);
    }

    @Inject
    @EventDomain("published")
    EventBus bus;

    @Inject
    ReceivedPublications received;

    @Inject
    PublishingBean bean;

    @Resource(lookup = "java:comp/UserTransaction")
    UserTransaction own;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    TransactionSynchronizationRegistry registry;

    private Publication publish(String type, PublishPhase phase) {
        return bus.publish(EventDraft.of(type, null).phase(phase));
    }

    private static Status end(Publication publication) throws Exception {
        return publication.await(PATIENCE).status();
    }

    /** The thread goes back to the server's pool. */
    @AfterEach
    void leaveNoTransaction() throws Exception {
        own.setTransactionTimeout(0);
        if (own.getStatus() != jakarta.transaction.Status.STATUS_NO_TRANSACTION) {
            own.rollback();
        }
    }

    @Test
    void markedForRollbackBeforeTheFirstItCountsAsRolledBack() throws Exception {
        own.begin();
        own.setRollbackOnly();
        Publication success = publish("marked.success", PublishPhase.AFTER_SUCCESS);
        Publication failure = publish("marked.failure", PublishPhase.AFTER_FAILURE);
        Publication completion = publish("marked.completion", PublishPhase.AFTER_COMPLETION);
        own.rollback();
        assertThat(end(success)).isEqualTo(Status.REFUSED);
        assertThat(end(failure)).isEqualTo(Status.COMPLETED);
        assertThat(end(completion)).isEqualTo(Status.COMPLETED);
        assertThat(received.types())
                .containsSubsequence("marked.failure", "marked.completion")
                .doesNotContain("marked.success");
    }

    @Test
    void markedForRollbackAfterTheFirstItIsWaitedFor() throws Exception {
        own.begin();
        Publication success = publish("later.success", PublishPhase.AFTER_SUCCESS);
        Publication failure = publish("later.failure", PublishPhase.AFTER_FAILURE);
        own.setRollbackOnly();
        Publication second = publish("later.second", PublishPhase.AFTER_SUCCESS);
        Publication completion = publish("later.completion", PublishPhase.AFTER_COMPLETION);
        assertThat(List.of(success, failure, second, completion)).allMatch(each -> each.status() == Status.PENDING);
        assertThatThrownBy(own::commit).isInstanceOf(RollbackException.class);
        assertThat(end(success)).isEqualTo(Status.REFUSED);
        assertThat(end(second)).isEqualTo(Status.REFUSED);
        assertThat(end(failure)).isEqualTo(Status.COMPLETED);
        assertThat(end(completion)).isEqualTo(Status.COMPLETED);
        assertThat(received.types())
                .containsSubsequence("later.failure", "later.completion")
                .doesNotContain("later.success", "later.second");
    }

    @Test
    void oneThatTakesTooLongIsRolledBack() throws Exception {
        beginAShortOne();
        Publication success = publish("slow.success", PublishPhase.AFTER_SUCCESS);
        Publication failure = publish("slow.failure", PublishPhase.AFTER_FAILURE);
        awaitItsTimeout();
        Publication late = publish("slow.late", PublishPhase.AFTER_SUCCESS);
        Publication lateFailure = publish("slow.late.failure", PublishPhase.AFTER_FAILURE);
        own.rollback();
        assertThat(end(success)).isEqualTo(Status.REFUSED);
        assertThat(end(failure)).isEqualTo(Status.COMPLETED);
        assertThat(end(late)).isEqualTo(Status.REFUSED);
        assertThat(end(lateFailure)).isEqualTo(Status.COMPLETED);
        assertThat(received.types())
                .containsSubsequence("slow.failure", "slow.late.failure")
                .doesNotContain("slow.success", "slow.late");
    }

    /** Its thread has it still, though a server may have rolled it back already. */
    @Test
    void afterATimeoutTheFirstOneIsRefused() throws Exception {
        beginAShortOne();
        awaitItsTimeout();
        Publication success = publish("over.success", PublishPhase.AFTER_SUCCESS);
        Publication failure = publish("over.failure", PublishPhase.AFTER_FAILURE);
        own.rollback();
        assertThat(end(success)).isEqualTo(Status.REFUSED);
        assertThat(end(failure)).isEqualTo(Status.COMPLETED);
        assertThat(received.types()).doesNotContain("over.success");
    }

    private void beginAShortOne() throws Exception {
        own.setTransactionTimeout(1);
        own.begin();
    }

    /** Servers tell nobody. */
    private void awaitItsTimeout() throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (own.getStatus() == jakarta.transaction.Status.STATUS_ACTIVE) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    @Test
    void aSuspendedOneIsNotTheOneInside() throws Exception {
        List<Publication> failed = new ArrayList<>();
        own.begin();
        Publication before = publish("outer.before", PublishPhase.AFTER_SUCCESS);
        Publication inside = bean.publishInAnother("inner.commit", PublishPhase.AFTER_SUCCESS);
        assertThatThrownBy(
                        () -> bean.publishInAnotherAndFail("inner.rollback", PublishPhase.AFTER_SUCCESS, failed::add))
                .isInstanceOf(IllegalStateException.class);
        Publication none = bean.publishInNone("inner.none", PublishPhase.AFTER_SUCCESS);
        Publication after = publish("outer.after", PublishPhase.AFTER_SUCCESS);
        assertThat(end(inside)).isEqualTo(Status.COMPLETED);
        assertThat(end(failed.get(0))).isEqualTo(Status.REFUSED);
        assertThat(end(none)).isEqualTo(Status.COMPLETED);
        assertThat(List.of(before, after)).allMatch(each -> each.status() == Status.PENDING);
        own.commit();
        assertThat(end(before)).isEqualTo(Status.COMPLETED);
        assertThat(end(after)).isEqualTo(Status.COMPLETED);
        assertThat(received.types())
                .containsSubsequence("inner.commit", "inner.none", "outer.before", "outer.after")
                .doesNotContain("inner.rollback");
    }

    @Test
    void aCommitInsideDoesNotOutliveTheRollbackOutside() throws Exception {
        own.begin();
        Publication outside = publish("outer.rolled.back", PublishPhase.AFTER_SUCCESS);
        Publication inside = bean.publishInAnother("inner.committed", PublishPhase.AFTER_SUCCESS);
        own.rollback();
        assertThat(end(outside)).isEqualTo(Status.REFUSED);
        assertThat(end(inside)).isEqualTo(Status.COMPLETED);
    }

    @Test
    void anInterceptorsTransactionIsCommitted() throws Exception {
        assertThat(end(bean.publish("by.bean", PublishPhase.AFTER_SUCCESS))).isEqualTo(Status.COMPLETED);
        assertThat(end(bean.publish("by.bean.failure", PublishPhase.AFTER_FAILURE)))
                .isEqualTo(Status.REFUSED);
        assertThat(received.types()).contains("by.bean");
    }

    @Test
    void anInterceptorsTransactionIsRolledBack() {
        for (PublishPhase phase : PublishPhase.values()) {
            List<Publication> published = new ArrayList<>();
            assertThatThrownBy(() -> bean.publishAndFail("by.failing.bean", phase, published::add))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(published)
                    .singleElement()
                    .satisfies(each -> assertThat(end(each))
                            .isEqualTo(phase == PublishPhase.AFTER_SUCCESS ? Status.REFUSED : Status.COMPLETED));
        }
    }

    /** The thread has the transaction still, or has none any more: servers differ. Its outcome is certain. */
    @Test
    void afterItsEndItIsAtOnce() throws Exception {
        List<Publication> late = new ArrayList<>();
        own.begin();
        Publication success = publish("end.success", PublishPhase.AFTER_SUCCESS);
        registry.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {}

            @Override
            public void afterCompletion(int status) {
                late.add(publish("end.late", PublishPhase.AFTER_SUCCESS));
            }
        });
        own.commit();
        assertThat(end(success)).isEqualTo(Status.COMPLETED);
        assertThat(late).singleElement().satisfies(each -> assertThat(end(each)).isEqualTo(Status.COMPLETED));
    }

    @Test
    void beforeItsEndItIsTakenAsWell() throws Exception {
        List<Publication> late = new ArrayList<>();
        own.begin();
        registry.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                late.add(publish("preparing", PublishPhase.AFTER_SUCCESS));
            }

            @Override
            public void afterCompletion(int status) {}
        });
        own.commit();
        assertThat(late).singleElement().satisfies(each -> assertThat(end(each)).isEqualTo(Status.COMPLETED));
    }
}
