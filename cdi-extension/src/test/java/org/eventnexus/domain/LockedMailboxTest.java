package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eventnexus.Overflow;
import org.eventnexus.QueueOrder;
import org.eventnexus.domain.Mailbox.Answer;
import org.eventnexus.log.MemoryLog;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Of the mailbox with a lock, FIFO; the other orders are in {@link QueueOrderTest} and {@link LockedMailboxModelTest}. */
@Tag("AN-11")
class LockedMailboxTest extends MailboxTest {
    private final List<Object> dropped = new ArrayList<>();

    @Override
    Mailbox mailbox(int capacity) {
        return mailbox(capacity, Overflow.DROP_OLDEST, null);
    }

    private Mailbox mailbox(int capacity, Overflow overflow, MemoryLog log) {
        return new LockedMailbox(capacity, QueueOrder.FIFO, overflow, log, delivery -> dropped.add(delivery.payload));
    }

    /** Its payload is the key and a number, as in {@code A1}. */
    private Delivery<Object> keyed(String payload) {
        var attributes = new Attributes(null, null, null, payload.substring(0, 1), Map.of());
        return new Delivery<>(domain, "a", payload, 0, 0, null, attributes, null);
    }

    private static void offer(Mailbox mailbox, List<Delivery<Object>> deliveries) {
        assertThat(deliveries).allMatch(delivery -> mailbox.offer(delivery) == Answer.ADMITTED);
    }

    private void offerKeyed(Mailbox mailbox, String... payloads) {
        offer(mailbox, List.of(payloads).stream().map(this::keyed).toList());
    }

    @Test
    void fullItGivesUpTheOldest() {
        Mailbox mailbox = mailbox(2);
        offer(mailbox, List.of(delivery(1), delivery(2), delivery(3), delivery(4)));
        assertThat(dropped).containsExactly(1, 2);
        assertThat(mailbox.dropped()).isEqualTo(2);
        assertThat(mailbox.size()).isEqualTo(2);
        assertThat(mailbox.offerOverdraft(delivery(5))).as("a loop's as well").isEqualTo(Answer.ADMITTED);
        assertThat(dropped).containsExactly(1, 2, 3);
        assertThat(drain(mailbox)).containsExactly(4, 5);
        assertThat(mailbox.sequence()).isEqualTo(5);
    }

    @Test
    void theLatestOfAKeyTakesThePlaceOfTheNewestThatWaits() {
        Mailbox mailbox = mailbox(4, Overflow.KEEP_LATEST, null);
        offerKeyed(mailbox, "A1", "A2", "B1", "C1", "A3", "C2", "A4");
        assertThat(dropped).containsExactly("A2", "C1", "A3");
        assertThat(drain(mailbox)).containsExactly("A1", "A4", "B1", "C2");
    }

    @Test
    void whileThereIsRoomNothingIsGivenUp() {
        Mailbox mailbox = mailbox(4, Overflow.KEEP_LATEST, null);
        offerKeyed(mailbox, "A1", "A2", "A3", "A4");
        assertThat(dropped).isEmpty();
        assertThat(drain(mailbox)).containsExactly("A1", "A2", "A3", "A4");
    }

    @Test
    void whereNoneOfTheKeyWaitsTheOutdatedAreGivenUpBeforeTheLatestOfAKey() {
        Mailbox mailbox = mailbox(4, Overflow.KEEP_LATEST, null);
        offerKeyed(mailbox, "A1", "B1", "B2", "A2", "C1", "D1", "E1");
        assertThat(dropped).as("outdated first; then the oldest").containsExactly("B1", "A1", "B2");
        offer(mailbox, List.of(delivery("without a key")));
        assertThat(dropped).endsWith("A2");
        offerKeyed(mailbox, "A3");
        assertThat(drain(mailbox)).containsExactly("D1", "E1", "without a key", "A3");
    }

    @Test
    void whatHasBeenTakenIsForgotten() {
        Mailbox mailbox = mailbox(2, Overflow.KEEP_LATEST, null);
        for (int lap = 0; lap < 3; lap++) {
            offerKeyed(mailbox, "A1", "A2");
            assertThat(mailbox.poll().payload).isEqualTo("A1");
            assertThat(mailbox.poll().payload).isEqualTo("A2");
        }
        offerKeyed(mailbox, "B1", "C1", "A3");
        assertThat(dropped).as("no A waits").containsExactly("B1");
        assertThat(drain(mailbox)).containsExactly("C1", "A3");
    }

    @Test
    void whatIsGivenUpIsInTheLogInTheOrderOfAdmission() {
        var log = new MemoryLog(1, 100);
        Mailbox mailbox = mailbox(1, Overflow.DROP_OLDEST, log);
        log.numberedBy(mailbox::sequence, mailbox::settled);
        for (int i = 1; i <= 5; i++) {
            mailbox.offer(delivery(i));
            assertThat(log.newest()).isEqualTo(i);
            assertThat(mailbox.settled()).isEqualTo(i);
            assertThat(log.read(i).payload()).isEqualTo(i);
        }
        mailbox.numberSecondary(delivery("secondary"));
        assertThat(log.read(6).payload()).isEqualTo("secondary");
    }

    @Test
    void whoIsToldMayUseTheMailbox() throws Exception {
        var told = new ArrayList<>();
        var self = new Mailbox[1];
        self[0] = new LockedMailbox(1, QueueOrder.FIFO, Overflow.DROP_OLDEST, null, delivery -> {
            var other = new Thread(() -> told.add(self[0].poll().payload));
            other.start();
            try {
                other.join(10_000); // as the lock is free
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        offer(self[0], List.of(delivery(1), delivery(2)));
        assertThat(told).containsExactly(2);
    }

    @Test
    void itHasAtLeastOnePlace() {
        assertThatThrownBy(() -> mailbox(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
