package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.eventnexus.DomainConfig;
import org.eventnexus.domain.Mailbox.Answer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every mailbox does. */
@Tag("R1")
@Tag("R3")
abstract class MailboxTest {
    final Domain domain = (Domain) new HandEngine().create(DomainConfig.of("d"));

    abstract Mailbox mailbox(int capacity);

    Delivery<Object> delivery(Object payload) {
        return new Delivery<>(domain, "a", payload, 0, 0, null, null, null);
    }

    static List<Object> drain(Mailbox mailbox) {
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
        Mailbox mailbox = mailbox(capacity);
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
    @Tag("R12")
    void onceItsCloseHasBegunOnlyLoopsMayOffer() {
        Mailbox mailbox = mailbox(4);
        mailbox.offer(delivery(1));
        assertThat(mailbox.isClosing()).isFalse();
        mailbox.beginClose();
        assertThat(mailbox.offer(delivery("no"))).isEqualTo(Answer.CLOSED);
        assertThat(mailbox.offerOverdraft(delivery(2))).isEqualTo(Answer.ADMITTED);
        assertThat(mailbox.isClosing()).isTrue();
        assertThat(mailbox.isClosed()).isFalse();
        assertThat(mailbox.size()).isEqualTo(2);
        assertThat(drain(mailbox)).containsExactly(1, 2);
        assertThat(mailbox.isEmpty()).isTrue();
        mailbox.close();
        assertThat(mailbox.offerOverdraft(delivery("no"))).isEqualTo(Answer.CLOSED);
        assertThat(mailbox.sequence()).isEqualTo(2);
    }

    @Test
    @Tag("R12")
    void onceClosedNothingIsAdmittedButWhatIsThereCanBeTaken() {
        Mailbox mailbox = mailbox(4);
        mailbox.offer(delivery(1));
        mailbox.offerOverdraft(delivery(2));
        mailbox.close();
        mailbox.close();
        assertThat(mailbox.isClosed()).isTrue();
        assertThat(mailbox.isClosing()).isTrue();
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
        Mailbox mailbox = mailbox(1);
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
    void closedToOutsideItAdmitsWhatLoopsOffer() {
        Mailbox mailbox = mailbox(4);
        mailbox.admit(false);
        assertThat(mailbox.offer(delivery(1))).isEqualTo(Answer.FULL);
        assertThat(mailbox.offerOverdraft(delivery(2))).isEqualTo(Answer.ADMITTED);
        mailbox.admit(true);
        assertThat(mailbox.offer(delivery(3))).isEqualTo(Answer.ADMITTED);
        assertThat(drain(mailbox)).containsExactly(2, 3);
    }

    final Delivery<?>[] deliveries(Object... payloads) {
        return Stream.of(payloads).map(this::delivery).toArray(Delivery<?>[]::new);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 64, 100})
    void severalAreOneAfterTheOtherForManyLaps(int capacity) {
        Mailbox mailbox = mailbox(capacity);
        long sequence = 0;
        for (int lap = 0; lap < 500; lap++) {
            int n = 1 + lap % capacity;
            Delivery<?>[] events = new Delivery<?>[n];
            Arrays.setAll(events, i -> delivery(i));
            assertThat(mailbox.offerAll(events, false)).isEqualTo(Answer.ADMITTED);
            for (Delivery<?> event : events) {
                assertThat(event.sequence).isEqualTo(++sequence);
            }
            assertThat(mailbox.size()).isEqualTo(n);
            assertThat(drain(mailbox))
                    .isEqualTo(Stream.of(events).map(event -> event.payload).toList());
            assertThat(mailbox.isEmpty()).isTrue();
        }
        assertThat(mailbox.sequence()).isEqualTo(sequence);
    }

    @Test
    @Tag("R12")
    void onceItsCloseHasBegunOnlyLoopsMayOfferSeveral() {
        Mailbox mailbox = mailbox(4);
        mailbox.admit(false);
        assertThat(mailbox.offerAll(deliveries("no"), true)).isEqualTo(Answer.FULL);
        assertThat(mailbox.overdrawAll(deliveries(1, 2))).isEqualTo(Answer.ADMITTED);
        mailbox.beginClose();
        assertThat(mailbox.offerAll(deliveries("no"), true)).isEqualTo(Answer.CLOSED);
        assertThat(mailbox.overdrawAll(deliveries(3, 4))).isEqualTo(Answer.ADMITTED);
        mailbox.close();
        assertThat(mailbox.overdrawAll(deliveries("no"))).isEqualTo(Answer.CLOSED);
        assertThat(drain(mailbox)).containsExactly(1, 2, 3, 4);
    }
}
