package org.eventnexus;

/**
 * In which order a domain handles the events that wait in its queue.
 *
 * <p>It orders what is admitted and waits, nothing else. Positions, and with them the log, streams and history, have the
 * order of admission whatever the queue's is. Publishers that a full queue holds, see {@link Overflow#AWAIT}, are let in in
 * the order in which they came. Secondary events come right after the event that they come from, before whatever waits,
 * in the order of emission. An event that is being handled is not interrupted.
 *
 * <p>Orders go with every {@link Overflow}: a full queue refuses or drops by its policy, not by its order. So under
 * {@link #PRIORITY} a full queue refuses a new event that is more urgent than all that wait ({@link Overflow#FAIL}), and
 * drops the oldest though it is the most urgent ({@link Overflow#DROP_OLDEST}).
 */
public enum QueueOrder {
    /** First in, first out: in the order of the positions. */
    FIFO,
    /**
     * By {@link NexusEvent#priority()}, the lowest number first, 0 for events that say nothing; equal ones in the order of
     * admission. As long as more urgent events keep coming, others wait.
     */
    PRIORITY,
    /** Last in, first out: the newest that waits. As long as events keep coming faster than they are handled, others wait. */
    LIFO
}
