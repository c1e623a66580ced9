package org.eventnexus;

/**
 * Sees every event of a domain, secondary ones too, before its handler and its subscribers, and decides whether they get it.
 *
 * <pre>{@code
 * nexus.filter("complete", (event, context) -> event.payload() == null ? CONSUMED : PASS);
 * }</pre>
 *
 * <p>Filters are called on the domain's loop, in the order of their registration, until one has consumed the event. Such an
 * event is taken: its publication completes, without a result unless an earlier receiver gave one, and it stays in the log and
 * in streams. An event that all have let pass and that nobody else takes is unhandled.
 *
 * <p>What a filter throws is a failure of the event: it is reported, fails the publication and, as it cannot be said whether
 * the event should pass, ends its way as {@link Verdict#CONSUMED} would. Where the domain's settings say so the filter is
 * called again before.
 *
 * @param <T> the payload's type
 */
@FunctionalInterface
public interface Filter<T> {

    /** What becomes of an event. */
    enum Verdict {
        /** The next filter sees it, and after the last one its handler and its subscribers. */
        PASS,
        /** Nobody else gets it. */
        CONSUMED
    }

    /**
     * Decides about an event.
     *
     * @param event never null
     * @param context for emitting secondary events, as in {@link Handler#handle}
     * @return a {@link Verdict}, or a {@link java.util.concurrent.CompletionStage} of one, which is waited for as a
     *     handler's; anything else is a failure
     */
    Object filter(NexusEvent<T> event, HandlerContext context) throws Exception;
}
