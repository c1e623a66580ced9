package org.eventnexus.work;

import java.time.Duration;
import org.eventnexus.WorkException;
import org.eventnexus.WorkException.Reason;

/**
 * Why a collector does not work on an item.
 *
 * @param collector which one, in words
 */
record Refusals(String collector) {

    WorkException late(Item item, long deadlineNanos) {
        String when = item.attempts == 0 ? "before it was begun with" : "while it was worked on";
        return new WorkException(
                Reason.DEADLINE,
                "ENX-0050 " + collector + " had " + Duration.ofNanos(deadlineNanos) + " for the event, which was over "
                        + when,
                item.failure);
    }

    WorkException full(int capacity) {
        return new WorkException(
                Reason.FULL,
                "ENX-0051 " + collector + " is full, as " + capacity
                        + " events wait for it; the event was not given to it");
    }

    WorkException closed() {
        return new WorkException(
                Reason.CLOSED, "ENX-0055 " + collector + " was closed before the event had its turn there");
    }
}
