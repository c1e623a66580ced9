package org.eventnexus;

import java.util.Objects;

/**
 * Looks at each event before its domain admits it, and lets it pass, changed or not, answers it, or refuses it.
 *
 * <pre>{@code nexus.use("prices", draft -> Decision.pass(draft.header("currency", "EUR")));}</pre>
 *
 * <p>Everything that enters a domain takes this way: what is published, what sources, boundaries and the gateway bring, and
 * secondary events. Dead letters that are delivered again do not, having been admitted before. Several are called in the
 * order of registration, as beans in the order of {@code @Priority}, then class name; each gets what the one before has let
 * pass, and after one that answers or refuses the others are not called. That an event is a duplicate is found out after
 * them all, as they may change its id.
 *
 * <p>Called on the publisher's thread, with its identity, transaction and class loader, by several threads at a time; a
 * secondary event's on the loop's or whichever emits it; what a boundary brings, on the sending domain's loop, and a reply
 * on the thread that replies. An event that was published for later, that a source is asked for, or that has waited for its place
 * or for the stage of an {@link AsyncMiddleware} before this one, has it called on one of the domains' threads, with nobody's
 * identity and no transaction. What it leaves there, and where a boundary brings the event, is put right: the class loader, an
 * interrupt, and a transaction, which is rolled back and refuses the event.
 *
 * <p>What it throws refuses the event: the publisher finds it among the publication's results and as the cause of the
 * {@link RefusedByMiddlewareException}; the domain's {@link ErrorHandler} is told. The publisher is spared it, unless it
 * has asked for {@link EventDraft#failFast()}.
 */
@FunctionalInterface
public interface Middleware {

    /**
     * Decides on an event.
     *
     * @param draft what is published; a copy, which may be changed and let pass
     * @return not null
     */
    Decision decide(EventDraft<?> draft) throws Exception;

    /** What becomes of an event. */
    sealed interface Decision {

        /** It goes on as this draft; of its options those that it was published with count. */
        static Decision pass(EventDraft<?> draft) {
            return new Pass(draft);
        }

        /** It is not admitted, and its publication completes with this value as its one result, which may be null. */
        static Decision answer(Object value) {
            return new Answer(value);
        }

        /** It is not admitted, and its publication ends as refused, for this reason, which is not null. */
        static Decision refuse(String reason) {
            return new Refuse(reason);
        }
    }

    /** See {@link Decision#pass}. */
    record Pass(EventDraft<?> draft) implements Decision {
        public Pass {
            Objects.requireNonNull(draft, "draft");
        }
    }

    /** See {@link Decision#answer}. */
    record Answer(Object value) implements Decision {}

    /** See {@link Decision#refuse}. */
    record Refuse(String reason) implements Decision {
        public Refuse {
            Objects.requireNonNull(reason, "reason");
        }
    }
}
