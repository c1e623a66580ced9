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

    /** The domain's bus. Publishing there from within the receiver, on its thread, is the same as {@link #emit}. */
    EventBus bus();
}
