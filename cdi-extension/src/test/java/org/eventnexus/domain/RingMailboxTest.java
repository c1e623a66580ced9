package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.eventnexus.DomainConfig;
import org.eventnexus.domain.Mailbox.Answer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RingMailboxTest extends MailboxTest {
    @Override
    Mailbox mailbox(int capacity) {
        return new RingMailbox(capacity, null);
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
            assertThat(largest.isEmpty()).isTrue();
            for (int i = 0; i < DomainConfig.MAX_CAPACITY; i++) {
                largest.offer(delivery(i));
            }
            assertThat(largest.size()).isEqualTo(DomainConfig.MAX_CAPACITY);
            assertThat(largest.offer(delivery("no"))).isEqualTo(Answer.FULL);
        }
    }
}
