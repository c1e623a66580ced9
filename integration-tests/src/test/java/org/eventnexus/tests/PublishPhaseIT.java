package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.eventnexus.EventBus;
import org.eventnexus.EventDraft;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.PublicationException;
import org.eventnexus.PublishPhase;
import org.eventnexus.cdi.EventDomain;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Events that wait for the end of their publisher's transaction, which is committed or rolled back by itself. */
@Tag("BX-03")
@ExtendWith(ArquillianExtension.class)
class PublishPhaseIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MOST_OF_A_TRANSACTION = 10_000;

    @Deployment
    static WebArchive war() {
        return Deployments.war(
                "phases.war",
                PublishPhaseIT.class,
                Ledger.class,
                PublishingBean.class,
                ReceivedPublications.class,
                StreamedTypes.class);
    }

    @Inject
    @EventDomain("published")
    EventBus bus;

    @Inject
    @EventDomain("published")
    Nexus nexus;

    @Inject
    ReceivedPublications received;

    @Resource(lookup = "java:comp/UserTransaction")
    UserTransaction own;

    @Resource(lookup = "java:comp/DefaultManagedExecutorService")
    ManagedExecutorService threads;

    private Publication publish(String type, PublishPhase phase) {
        return bus.publish(EventDraft.of(type, null).phase(phase));
    }

    private long newest() {
        return nexus.log().orElseThrow().newest();
    }

    @Test
    void aCommitPublishesWhatWaitedForItInOrder() throws Exception {
        own.begin();
        Publication success = publish("commit.success", PublishPhase.AFTER_SUCCESS);
        Publication failure = publish("commit.failure", PublishPhase.AFTER_FAILURE);
        Publication completion = publish("commit.completion", PublishPhase.AFTER_COMPLETION);
        Publication now = publish("commit.now", PublishPhase.AT_ONCE);
        assertThat(now.await(PATIENCE).status()).isEqualTo(Status.COMPLETED);
        assertThatThrownBy(() -> success.await(Duration.ofMillis(50))).isInstanceOf(TimeoutException.class);
        String id = success.event().id();
        own.commit();
        assertThat(success.await(PATIENCE).status()).isEqualTo(Status.COMPLETED);
        assertThat(completion.await(PATIENCE).status()).isEqualTo(Status.COMPLETED);
        assertThat(failure.await(PATIENCE).status()).isEqualTo(Status.REFUSED);
        assertThat(success.event().id()).isEqualTo(id);
        assertThat(success.event().sequence()).isLessThan(completion.event().sequence());
        assertThat(received.types())
                .containsSubsequence("commit.now", "commit.success", "commit.completion")
                .doesNotContain("commit.failure");
    }

    @Test
    @Tag("R3")
    void untilThenItIsInNoLogAndNoStream() throws Exception {
        try (StreamedTypes streamed = StreamedTypes.of(bus, "pending.**")) {
            own.begin();
            Publication success = publish("pending.success", PublishPhase.AFTER_SUCCESS);
            Publication failure = publish("pending.failure", PublishPhase.AFTER_FAILURE);
            Publication now = publish("pending.now", PublishPhase.AT_ONCE);
            now.await(PATIENCE);
            assertThat(streamed.next(PATIENCE)).isEqualTo("pending.now");
            assertThat(success.status()).isEqualTo(Status.PENDING);
            assertThat(success.event().position()).isEmpty();
            assertThat(nexus.find(success.event().id(), null)).isEmpty();
            assertThat(newest()).isEqualTo(now.event().sequence());
            assertThat(streamed.isEmpty()).isTrue();
            own.commit();
            success.await(PATIENCE);
            assertThat(streamed.next(PATIENCE)).isEqualTo("pending.success");
            assertThat(success.event().position()).isNotEmpty();
            assertThat(nexus.find(success.event().id(), null)).isPresent();
            assertThat(failure.status()).isEqualTo(Status.REFUSED);
            assertThat(failure.event().position()).isEmpty();
            publish("pending.last", PublishPhase.AT_ONCE).await(PATIENCE);
            assertThat(streamed.next(PATIENCE)).as("and not the refused one").isEqualTo("pending.last");
        }
    }

    @Test
    void aRollbackRefusesWhatWaitedForACommit() throws Exception {
        long refused = nexus.stats().refused();
        own.begin();
        Publication success = publish("rollback.success", PublishPhase.AFTER_SUCCESS);
        Publication failure = publish("rollback.failure", PublishPhase.AFTER_FAILURE);
        Publication completion = publish("rollback.completion", PublishPhase.AFTER_COMPLETION);
        assertThat(List.of(success, failure, completion)).allMatch(each -> each.status() == Status.PENDING);
        own.rollback();
        assertThat(failure.await(PATIENCE).status()).isEqualTo(Status.COMPLETED);
        assertThat(completion.await(PATIENCE).status()).isEqualTo(Status.COMPLETED);
        assertThat(success.await(PATIENCE).status()).isEqualTo(Status.REFUSED);
        assertThat(success.event().position()).isEmpty();
        assertThatThrownBy(() -> success.accepted().toCompletableFuture().join())
                .hasCauseInstanceOf(PublicationException.class)
                .hasMessageContaining("its publisher's transaction was rolled back");
        assertThat(received.types()).containsSubsequence("rollback.failure", "rollback.completion");
        assertThat(received.types()).doesNotContain("rollback.success");
        assertThat(nexus.stats().refused()).isEqualTo(refused + 1);
    }

    @Test
    void eventsOfOneTransactionKeepTheirOrder() throws Exception {
        own.begin();
        List<Publication> all = new ArrayList<>();
        IntStream.range(0, 300)
                .forEach(i -> all.add(publish(
                        "order.n" + i, i % 2 == 0 ? PublishPhase.AFTER_SUCCESS : PublishPhase.AFTER_COMPLETION)));
        own.commit();
        for (Publication each : all) {
            assertThat(each.await(PATIENCE).status()).isEqualTo(Status.COMPLETED);
        }
        assertThat(received.types())
                .filteredOn(type -> type.startsWith("order."))
                .containsExactlyElementsOf(
                        IntStream.range(0, 300).mapToObj(i -> "order.n" + i).toList());
    }

    @Test
    void withoutATransactionItIsAtOnce() throws Exception {
        for (PublishPhase phase : PublishPhase.values()) {
            assertThat(publish("none", phase).await(PATIENCE).status()).isEqualTo(Status.COMPLETED);
        }
    }

    @Test
    @Tag("R9")
    void theReceiverHasNeitherTheTransactionNorTheThread() throws Exception {
        own.begin();
        Publication publication = publish("clean", PublishPhase.AFTER_SUCCESS);
        own.commit();
        publication.await(PATIENCE);
        assertThat(received.types()).contains("clean"); // and not "clean in a transaction" or "clean elsewhere"
    }

    @Test
    void oneTransactionTakesOnlySoMany() throws Exception {
        own.begin();
        List<Publication> all = new ArrayList<>();
        IntStream.rangeClosed(0, MOST_OF_A_TRANSACTION)
                .forEach(i -> all.add(publish("many", PublishPhase.AFTER_FAILURE)));
        Publication last = all.get(MOST_OF_A_TRANSACTION);
        assertThat(last.status()).isEqualTo(Status.REFUSED);
        assertThatThrownBy(() -> last.accepted().toCompletableFuture().join()).hasMessageContaining("ENX-0162");
        assertThat(all.get(MOST_OF_A_TRANSACTION - 1).status()).isEqualTo(Status.PENDING);
        own.commit();
        assertThat(all).allMatch(each -> each.status() == Status.REFUSED);
    }

    /** The test itself is called by a servlet. */
    @Test
    @Tag("AE-04")
    void anyThreadPublishes() throws Exception {
        assertThat(threads.submit(() -> bus.publish("by.managed.thread", null)
                                .await(PATIENCE)
                                .status())
                        .get(20, TimeUnit.SECONDS))
                .isEqualTo(Status.COMPLETED);
        List<Publication> byPlainThread = new ArrayList<>();
        var plain = new Thread(() -> byPlainThread.add(bus.publish("by.plain.thread", null)));
        plain.start();
        plain.join(PATIENCE.toMillis());
        assertThat(byPlainThread.get(0).await(PATIENCE).status()).isEqualTo(Status.COMPLETED);
        assertThat(bus.publish("by.servlet", null).await(PATIENCE).status()).isEqualTo(Status.COMPLETED);
        assertThat(received.types()).contains("by.managed.thread", "by.plain.thread", "by.servlet");
    }
}
