package org.eventnexus;

/**
 * What a receiver may do with its event's domain while it handles the event. Thread-safe.
 *
 * <p>Secondary events are handled after the current event and before the next one of the queue, in the order of emission,
 * however full the queue is. The publication of the first event completes after them, and fails if one of them fails.
 */
public interface HandlerContext {

    /**
     * Emits a secondary event.
     *
     * @throws InvalidLoopStateException if the receiver has returned, or the stage that it returned has completed; or if it
     *     has a lane, see {@link SubscriptionOptions}, as the event's publication does not wait for it
     * @throws PublicationException if the first event has emitted more than {@link DomainConfig#maxSecondaries()}
     */
    Publication emit(EventDraft<?> draft);

    /** Emits a secondary event of a type. */
    default Publication emit(String type, Object payload) {
        return emit(EventDraft.of(type, payload));
    }

    /** Emits a secondary event of the type that the payload's class names; see {@link EventDraft#of(Object)}. */
    default Publication emit(Object payload) {
        return emit(EventDraft.of(payload));
    }

    /**
     * Answers with an event, where the current one comes from. If that, or the event that has emitted it, has come through a
     * {@link Boundary}, the reply is handled in the sending domain, as if its event there had emitted it, and its results
     * are among those of that event; it carries where it has been, so that no boundary brings it back. Through a boundary
     * without replies nothing goes back. If the event comes from nowhere else this is {@link #emit}.
     *
     * @throws InvalidLoopStateException if the receiver has returned, or the stage that it returned has completed
     * @throws PublicationException if the first event has emitted and replied more than {@link DomainConfig#maxSecondaries()}
     */
    void reply(EventDraft<?> draft);

    /** Answers with an event of a type. */
    default void reply(String type, Object payload) {
        reply(EventDraft.of(type, payload));
    }

    /** The domain's bus. Publishing there from within the receiver, on its thread, is the same as {@link #emit}. */
    EventBus bus();
}
