package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.eventnexus.DomainConfig;
import org.eventnexus.domain.Mailbox.Answer;
import org.junit.jupiter.api.Test;

class RingMailboxTest extends RefusingMailboxTest {
    @Override
    Mailbox mailbox(int capacity) {
        return new RingMailbox(capacity, null);
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
