package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.eventnexus.domain.Mailbox.Answer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every mailbox does that is full when it is full. */
@Tag("AN-11")
abstract class RefusingMailboxTest extends MailboxTest {

    @Test
    @Tag("R5")
    void queueAndOverdraftAreTakenBySequence() {
        Mailbox mailbox = mailbox(2);
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
        Mailbox mailbox = mailbox(3);
        for (int i = 0; i < 3; i++) {
            mailbox.offer(delivery(i));
        }
        for (int i = 0; i < 48; i++) {
            assertThat(mailbox.offerOverdraft(delivery(i))).isEqualTo(Answer.ADMITTED);
        }
        assertThat(mailbox.offerOverdraft(delivery(48))).isEqualTo(Answer.FULL);
        assertThat(mailbox.sequence()).as("a refused one takes no sequence").isEqualTo(51);
        assertThat(mailbox.size()).isEqualTo(51);
        assertThat(drain(mailbox)).hasSize(51);
        assertThat(mailbox.offerOverdraft(delivery(49))).isEqualTo(Answer.ADMITTED);
    }

    @Test
    void aFullOneRefusesAndHasRoomAgainWhenOneIsTaken() {
        Mailbox mailbox = mailbox(3);
        for (int i = 1; i <= 3; i++) {
            assertThat(mailbox.offer(delivery(i))).isEqualTo(Answer.ADMITTED);
        }
        assertThat(mailbox.offer(delivery("no"))).isEqualTo(Answer.FULL);
        assertThat(mailbox.sequence()).isEqualTo(3);
        assertThat(mailbox.size()).isEqualTo(3);
        mailbox.poll();
        mailbox.publishHead();
        assertThat(mailbox.offer(delivery(4))).isEqualTo(Answer.ADMITTED);
        assertThat(mailbox.offer(delivery("no"))).isEqualTo(Answer.FULL);
        assertThat(mailbox.dropped()).isZero();
        assertThat(drain(mailbox)).containsExactly(2, 3, 4);
    }

    @Test
    void severalAreAdmittedTogetherOrNotAtAll() {
        Mailbox mailbox = mailbox(3);
        mailbox.offer(delivery(1));
        Delivery<?>[] three = deliveries(2, 3, 4);
        assertThat(mailbox.offerAll(three, true)).isEqualTo(Answer.FULL);
        assertThat(mailbox.sequence()).isEqualTo(1);
        assertThat(three).allMatch(event -> event.sequence == 0);
        assertThat(mailbox.offerAll(deliveries(2, 3), false)).isEqualTo(Answer.ADMITTED);
        assertThat(mailbox.overdrawAll(three)).isEqualTo(Answer.ADMITTED);
        assertThat(mailbox.offerAll(deliveries(5), false)).isEqualTo(Answer.FULL);
        assertThat(drain(mailbox)).containsExactly(1, 2, 3, 2, 3, 4);
        assertThat(mailbox.overdrawAll(deliveries(new Object[52])))
                .as("more than 17 times 3")
                .isEqualTo(Answer.FULL);
        assertThat(mailbox.sequence()).isEqualTo(6);
        assertThat(mailbox.isEmpty()).isTrue();
    }

    @Test
    void reservedPlacesAreOnlyForWhoMayTakeThem() {
        Mailbox mailbox = mailbox(4);
        mailbox.offer(delivery(1));
        mailbox.reserve(2);
        assertThat(mailbox.offer(delivery(2))).isEqualTo(Answer.ADMITTED);
        assertThat(mailbox.offer(delivery("no"))).isEqualTo(Answer.FULL);
        assertThat(mailbox.offerAll(deliveries("no"), false)).isEqualTo(Answer.FULL);
        mailbox.admit(false);
        assertThat(mailbox.offerAll(deliveries("no", "no"), true))
                .as("closed to outside")
                .isEqualTo(Answer.FULL);
        mailbox.admit(true);
        assertThat(mailbox.offer(delivery("no"))).as("still reserved").isEqualTo(Answer.FULL);
        assertThat(mailbox.offerAll(deliveries(3, 4), true)).isEqualTo(Answer.ADMITTED);
        assertThat(drain(mailbox)).containsExactly(1, 2, 3, 4);
        mailbox.reserve(0);
        assertThat(mailbox.offerAll(deliveries(5, 6, 7, 8), false)).isEqualTo(Answer.ADMITTED);
    }
}
