package org.eventnexus.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.eventnexus.Publication.Work;
import org.eventnexus.QueueOrder;
import org.junit.jupiter.api.Test;

/** A backlog's steps, where no collector gets to in a test. */
class BacklogTest {

    /** As when an executor runs the worker of another collector on the loop's thread, and that does not return. */
    @Test
    void whatIsAbandonedBeforeItComesDoesNotCount() {
        var backlog = new Backlog(10, QueueOrder.FIFO, true, 1, new Window(Duration.ofSeconds(1), 3, 0, 1));
        var item = new Item(null, 0, "key") {
            @Override
            protected void ended(Object value, Throwable error, Work work) {}
        };
        assertThat(backlog.abandon(item)).isFalse();
        assertThat(backlog.count().waiting).isZero();
        assertThat(backlog.count().abandoned).isZero();
    }
}
