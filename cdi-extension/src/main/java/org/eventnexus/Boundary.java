package org.eventnexus;

import java.time.Duration;

/**
 * Forwards selected events from one domain into another, and brings replies back; made by {@link Nexus#boundary}.
 * Thread-safe.
 *
 * <p><b>Order.</b> A boundary takes an event after the sending domain's handlers and subscribers, several boundaries in the
 * order of their registration. Events enter the receiving domain in the order in which they were taken. The sending domain
 * goes on meanwhile.
 *
 * <p><b>What arrives.</b> The same event, its id and source included, or what {@link BoundaryConfig#map} makes of it. An
 * event that the receiving domain knows already by id and source, as it has come another way, is not handled again and
 * brings no replies: those of the first way are in the publication.
 *
 * <p><b>Replies.</b> With {@link BoundaryConfig#replies}, which is the default, the first publication stays open until the
 * receiving domain's has ended, and then has its results as well, each under the name of the receiver there. A failure there
 * is a failure here. An event that nobody takes there gives no result, unless that domain calls it an error. What a receiver
 * there {@linkplain HandlerContext#reply replies} is handled in the sending domain as an event that the first one has
 * emitted, and its results are the first one's.
 *
 * <p><b>Middlewares.</b> What is forwarded meets the receiving domain's middlewares as what is published there does, on the
 * sending domain's loop, once it is the first in the boundary's queue. What one answers is a reply, under the middleware's
 * name; what one refuses is a failure. Asynchronous ones keep the order of what they let pass. A reply meets the sending
 * domain's middlewares, as a secondary event does.
 *
 * <p><b>Loops.</b> Each forwarded event carries the names of the domains that it has passed, and so do the events emitted
 * for it and the replies to it. A boundary forwards nothing into a domain that it comes from: that is counted, and no
 * failure.
 *
 * <p><b>Room.</b> Events that the receiving domain has no room for wait in the boundary's own queue. When that is full, what
 * becomes of the next one is said by {@link BoundaryConfig#overflow}.
 */
public interface Boundary extends AutoCloseable {

    /**
     * A look at the figures, taken without stopping anything.
     *
     * @param forwarded events that the receiving domain has admitted
     * @param filtered events that were selected, and that {@link BoundaryConfig#filter} or the mapping left out
     * @param looped events not forwarded into a domain that they come from
     * @param duplicates events that the receiving domain had already
     * @param dropped events that a full queue has given up, see {@link Overflow#DROP_NEWEST}
     * @param refused events that failed to be forwarded: by a full queue, a receiving domain that refused them, or a stop
     * @param answered events that a middleware of the receiving domain has answered instead
     * @param unhandled forwarded events that nobody took in the receiving domain; only known with replies
     * @param waiting events in the queue
     * @param unanswered events taken whose replies are not in, those in the queue included
     */
    record Stats(
            long forwarded,
            long filtered,
            long looped,
            long duplicates,
            long dropped,
            long refused,
            long answered,
            long unhandled,
            int waiting,
            int unanswered) {}

    /** Its name, unlike those of the sending domain's other boundaries. */
    String name();

    /** The name of the domain that it takes events from. */
    String from();

    /** The name of the domain that it forwards them into. */
    String to();

    /** What it was made with. */
    BoundaryConfig config();

    /** Its figures. */
    Stats stats();

    /** Whether it takes events: until it is closed or the sending domain has stopped. */
    boolean isActive();

    /**
     * Takes no more events, and waits, at most as long as the deadline, until those that it has taken are forwarded and
     * their replies are in. Then those that are still in its queue are refused; replies that come later count all the same.
     * In a loop it does not wait, and what it has is forwarded without a deadline. Without effect on one that is closed.
     */
    void close(Duration deadline);

    /** Closes it with the sending domain's {@link DomainConfig#drainTimeout()}. */
    @Override
    void close();
}
