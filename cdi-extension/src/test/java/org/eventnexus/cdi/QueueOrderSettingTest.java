package org.eventnexus.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eventnexus.EventBus;
import org.eventnexus.EventDraft;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The order of a domain's queue, by setting. */
@Tag("AN-12")
@Tag("BX-01")
@Tag("R14")
class QueueOrderSettingTest {
    private static final String ORDER = "eventnexus.domain.desk.order";
    private static final List<String> SEEN = new CopyOnWriteArrayList<>();
    private static volatile CountDownLatch inside;
    private static volatile CountDownLatch go;

    @BeforeEach
    void clear() {
        SEEN.clear();
        inside = new CountDownLatch(1);
        go = new CountDownLatch(1);
    }

    @ApplicationScoped
    @EventDomain("desk")
    static class Desk {
        void hold(@Handles("hold") String what) throws InterruptedException {
            inside.countDown();
            go.await(20, TimeUnit.SECONDS);
        }

        void serve(@Handles("serve") String who) {
            SEEN.add(who);
        }
    }

    @ParameterizedTest
    @CsvSource({"fifo,a b c d", "priority,c b a d", "LIFO,d c b a"})
    void itIsThatOfTheSetting(String order, String expected) throws Exception {
        try (var setting = SystemSetting.of(ORDER, order);
                var app = Started.with(Desk.class)) {
            EventBus desk = app.bus("desk");
            desk.publish("hold", "the door");
            assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
            var publications = new ArrayList<Publication>();
            int[] priorities = {0, -1, -2, 0};
            for (int i = 0; i < priorities.length; i++) {
                publications.add(desk.publish(
                        EventDraft.of("serve", String.valueOf((char) ('a' + i))).priority(priorities[i])));
            }
            go.countDown();
            for (Publication each : publications) {
                assertThat(Started.await(each).status()).isEqualTo(Status.COMPLETED);
            }
            assertThat(String.join(" ", SEEN)).isEqualTo(expected);
        }
    }

    @Test
    void anotherNameFailsTheDeployment() {
        try (var setting = SystemSetting.of(ORDER, "random")) {
            assertThatThrownBy(() -> Started.with(Desk.class).close())
                    .hasMessageContaining("ENX-0103 " + ORDER)
                    .hasMessageContaining("fifo, priority, lifo");
        }
    }
}
