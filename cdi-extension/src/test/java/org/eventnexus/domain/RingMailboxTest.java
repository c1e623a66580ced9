package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.eventnexus.DomainConfig;
import org.eventnexus.domain.RingMailbox.Answer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R1")
@Tag("R3")
class RingMailboxTest {
    private final Domain domain = (Domain) new HandEngine().create(DomainConfig.of("d"));

    private Delivery<Object> delivery(Object payload) {
        return new Delivery<>(domain, "a", payload, 0, 0, null, null, null);
    }

    private static List<Object> drain(RingMailbox mailbox) {
        var payloads = new ArrayList<>();
        for (Delivery<?> next = mailbox.poll(); next != null; next = mailbox.poll()) {
            payloads.add(next.payload);
        }
        mailbox.publishHead();
        return payloads;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 64, 100})
    void itIsAQueueOfItsCapacityForManyLaps(int capacity) {
        var mailbox = new RingMailbox(capacity, null);
        long sequence = 0;
        for (int lap = 0; lap < 1_000; lap++) {
            int n = 1 + lap % capacity;
            var expected = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                Delivery<Object> delivery = delivery(lap + ":" + i);
                assertThat(mailbox.offer(delivery)).isEqualTo(Answer.ADMITTED);
                assertThat(delivery.sequence).isEqualTo(++sequence);
                expected.add(delivery.payload);
            }
            assertThat(mailbox.size()).isEqualTo(n);
            assertThat(mailbox.isEmpty()).isFalse();
            assertThat(drain(mailbox)).isEqualTo(expected);
            assertThat(mailbox.isEmpty()).isTrue();
        }
        assertThat(mailbox.sequence()).isEqualTo(sequence);
    }

    @Test
    @Tag("R5")
    void ringAndOverdraftAreTakenBySequence() {
        var mailbox = new RingMailbox(2, null);
        mailbox.offer(delivery(1));
        mailbox.offer(delivery(2));
        mailbox.offerOverdraft(delivery(3));
        assertThat(mailbox.offer(delivery("no"))).isEqualTo(Answer.FULL);
        mailbox.poll();
        mailbox.publishHead();
        assertThat(mailbox.offer(delivery("no"))).as("the overdraft counts").isEqualTo(Answer.FULL);
        mailbox.poll();
        mailbox.publishHead();
        assertThat(mailbox.offer(delivery(4))).isEqualTo(Answer.ADMITTED);
        mailbox.offerOverdraft(delivery(5));
        assertThat(mailbox.size()).isEqualTo(3);
        assertThat(drain(mailbox)).containsExactly(3, 4, 5);
        assertThat(mailbox.isEmpty()).isTrue();
    }

    @Test
    @Tag("R5")
    void theOverdraftIsBounded() {
        var mailbox = new RingMailbox(3, null);
        for (int i = 0; i < 48; i++) {
            assertThat(mailbox.offerOverdraft(delivery(i))).isEqualTo(Answer.ADMITTED);
        }
        assertThat(mailbox.offerOverdraft(delivery(48))).isEqualTo(Answer.FULL);
        assertThat(mailbox.sequence()).as("a refused one takes no sequence").isEqualTo(48);
        assertThat(drain(mailbox)).hasSize(48);
        assertThat(mailbox.offerOverdraft(delivery(49))).isEqualTo(Answer.ADMITTED);
    }

    @Test
    @Tag("R12")
    void onceClosedNothingIsAdmittedButWhatIsThereCanBeTaken() {
        var mailbox = new RingMailbox(4, null);
        mailbox.offer(delivery(1));
        mailbox.offerOverdraft(delivery(2));
        mailbox.close();
        mailbox.close();
        assertThat(mailbox.isClosed()).isTrue();
        assertThat(mailbox.offer(delivery(3))).isEqualTo(Answer.CLOSED);
        assertThat(mailbox.offerOverdraft(delivery(3))).isEqualTo(Answer.CLOSED);
        assertThat(mailbox.size()).isEqualTo(2);
        Delivery<Object> secondary = delivery("secondary");
        mailbox.numberSecondary(secondary);
        assertThat(secondary.sequence).as("of what is being drained").isEqualTo(3);
        assertThat(mailbox.isClosed()).isTrue();
        var seen = new ArrayList<>();
        mailbox.peek(waiting -> seen.add(waiting.payload));
        assertThat(seen).containsExactly(1, 2);
        assertThat(drain(mailbox)).containsExactly(1, 2);
    }

    @Test
    @Tag("R4")
    void secondaryEventsTakeSequencesButNoPlaces() {
        var mailbox = new RingMailbox(1, null);
        mailbox.offer(delivery(1));
        for (int i = 0; i < 100; i++) {
            mailbox.numberSecondary(delivery("secondary"));
        }
        assertThat(mailbox.size()).isEqualTo(1);
        assertThat(drain(mailbox)).containsExactly(1);
        Delivery<Object> next = delivery(2);
        mailbox.offer(next);
        assertThat(next.sequence).isEqualTo(102);
    }

    @Test
    @Tag("R5")
    void closedToOutsideItTakesTheOverdraftOnly() {
        var mailbox = new RingMailbox(4, null);
        mailbox.admit(false);
        assertThat(mailbox.offer(delivery(1))).isEqualTo(Answer.FULL);
        assertThat(mailbox.offerOverdraft(delivery(2))).isEqualTo(Answer.ADMITTED);
        mailbox.admit(true);
        assertThat(mailbox.offer(delivery(3))).isEqualTo(Answer.ADMITTED);
        assertThat(drain(mailbox)).containsExactly(2, 3);
    }

    @Test
    void aCapacityHasItsLimits() {
        assertThatThrownBy(() -> new RingMailbox(0, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RingMailbox(DomainConfig.MAX_CAPACITY + 1, null))
                .isInstanceOf(IllegalArgumentException.class);
        var largest = new RingMailbox(DomainConfig.MAX_CAPACITY, null);
        for (int i = 0; i < DomainConfig.MAX_CAPACITY; i++) {
            largest.offer(delivery(i));
        }
        assertThat(largest.size()).isEqualTo(DomainConfig.MAX_CAPACITY);
        assertThat(largest.offer(delivery("no"))).isEqualTo(Answer.FULL);
        // Past the wrap of the twenty bits.
        for (int lap = 0; lap < 3; lap++) {
            assertThat(drain(largest)).hasSize(DomainConfig.MAX_CAPACITY);
            for (int i = 0; i < DomainConfig.MAX_CAPACITY; i++) {
                largest.offer(delivery(i));
            }
            assertThat(largest.size()).isEqualTo(DomainConfig.MAX_CAPACITY);
        }
    }
}
