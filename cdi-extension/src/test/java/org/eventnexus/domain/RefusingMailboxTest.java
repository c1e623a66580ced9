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
}
