package org.eventnexus.bus;

import java.util.concurrent.CompletionStage;
import org.eventnexus.Filter;
import org.eventnexus.Filter.Verdict;
import org.eventnexus.Handler;
import org.eventnexus.HandlerContext;
import org.eventnexus.NexusEvent;

/** Calls a filter, and fails where it gives no verdict. */
record VerdictCheck(Filter<Object> filter) implements Handler<Object> {

    @Override
    public Object handle(NexusEvent<Object> event, HandlerContext context) throws Exception {
        Object value = filter.filter(event, context);
        return value instanceof CompletionStage<?> stage ? stage.thenApply(VerdictCheck::verdict) : verdict(value);
    }

    private static Verdict verdict(Object value) {
        if (value instanceof Verdict verdict) {
            return verdict;
        }
        throw new IllegalArgumentException("a filter returns PASS or CONSUMED, not " + value);
    }
}
