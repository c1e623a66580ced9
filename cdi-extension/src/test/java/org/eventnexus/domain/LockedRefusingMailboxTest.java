package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.eventnexus.Overflow;
import org.eventnexus.QueueOrder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The mailbox with a lock where nobody gives way. */
@Tag("AN-12")
class LockedRefusingMailboxTest extends RefusingMailboxTest {
    @Override
    Mailbox mailbox(int capacity) {
        return new LockedMailbox(capacity, QueueOrder.FIFO, Overflow.AWAIT, null, delivery -> {
            throw new AssertionError("dropped");
        });
    }

    @Test
    void itHasAtLeastOnePlace() {
        assertThatThrownBy(() -> mailbox(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
