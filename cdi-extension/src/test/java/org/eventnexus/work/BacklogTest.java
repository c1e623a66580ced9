package org.eventnexus.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.eventnexus.Publication.Work;
import org.eventnexus.QueueOrder;
import org.eventnexus.work.Backlog.Offer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A backlog's steps, where no collector gets to in a test. */
class BacklogTest {
    private final Window window = new Window(Duration.ofSeconds(1), 3, 0, 1);
    private final Backlog backlog = new Backlog(4, QueueOrder.FIFO, true, 1, window);

    private static Item item(String key) {
        return new Item(null, 0, key) {
            @Override
            protected void ended(Object value, Throwable error, Work work) {}
        };
    }

    private void offer(int items) {
        for (int i = 0; i < items; i++) {
            assertThat(backlog.offer(item(null), true)).isNotEqualTo(Offer.FULL);
        }
    }

    private void takeAndEnd() {
        assertThat(backlog.end(backlog.next(false, 1), null, false, 2)).isTrue();
        backlog.called();
    }

    /** As when an executor runs the worker of another collector on the loop's thread, and that does not return. */
    @Test
    void whatIsAbandonedBeforeItComesDoesNotCount() {
        assertThat(backlog.abandon(item("key"))).isFalse();
        assertThat(backlog.count().waiting).isZero();
        assertThat(backlog.count().abandoned).isZero();
    }

    @Test
    @Tag("EC-09")
    void thatItBecameFullIsSaidOnceUntilItIsHalfEmptyAlsoIfSomebodyHasTakenAnItemMeanwhile() {
        offer(3);
        assertThat(backlog.isNewlyFull()).isFalse();
        offer(1);
        takeAndEnd();
        assertThat(backlog.isNewlyFull()).isTrue();
        assertThat(backlog.isNewlyFull()).isFalse();
        assertThat(backlog.isToPause()).as("one may come").isFalse();
        backlog.relieved();
        offer(1);
        assertThat(backlog.isNewlyFull()).as("it has not been half empty").isFalse();
        assertThat(backlog.isToPause()).isTrue();
        takeAndEnd();
        takeAndEnd();
        backlog.relieved();
        offer(2);
        assertThat(backlog.isNewlyFull()).isTrue();
    }

    @Test
    @Tag("EC-09")
    void whoIsRefusedFindsItFull() {
        offer(4);
        assertThat(backlog.isNewlyFull()).isTrue();
        assertThat(backlog.offer(item(null), true)).isEqualTo(Offer.FULL);
        assertThat(backlog.isNewlyFull()).isFalse();
        assertThat(backlog.count().failed).isOne();
    }

    @Test
    @Tag("EC-05")
    void anItemsCallsAndTimesAreThoseOfItsAttempts() {
        Item item = item(null);
        backlog.offer(item, true);
        item.takenAt = 10;
        assertThat(item.work(15)).as("not begun").isEqualTo(new Work(0, 5, 0));
        var failure = new IllegalStateException("once");
        assertThat(backlog.next(false, 20)).isSameAs(item);
        assertThat(backlog.delay(item, failure, false, 30)).isTrue();
        backlog.called();
        assertThat(item.failure).isSameAs(failure);
        assertThat(backlog.repeat(item)).as("the first worker has not left").isFalse();
        assertThat(backlog.next(false, 50)).isSameAs(item);
        assertThat(item.calledAt).isEqualTo(50);
        assertThat(backlog.end(item, null, false, 60)).isTrue();
        assertThat(item.work(60)).isEqualTo(new Work(2, 50, 40));
        assertThat(item.failure).isNull();
        assertThat(backlog.count().retried).isOne();
        assertThat(backlog.count().done).isOne();
    }

    @Test
    @Tag("EC-05")
    void whatEndsTooLateChangesNothingOfItsItem() {
        Item item = item(null);
        item.due = 30;
        backlog.offer(item, true);
        backlog.next(false, 20);
        assertThat(backlog.expire(30)).containsExactly(item);
        assertThat(backlog.end(item, new IllegalStateException("late"), false, 40))
                .isFalse();
        assertThat(item.failure).isNull();
        assertThat(item.attempts).isOne();
        assertThat(backlog.count().failed).isZero();
        assertThat(backlog.count().expired).isOne();
    }
}
