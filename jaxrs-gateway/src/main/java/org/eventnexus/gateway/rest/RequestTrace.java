package org.eventnexus.gateway.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import org.eventnexus.EventDraft;
import org.eventnexus.TraceContext;

/**
 * The trace that a request belongs to, by W3C Trace Context. What is malformed is ignored, as the standard has it.
 *
 * @param parent the request's {@code traceparent}; null if it has none that counts
 * @param state the request's {@code tracestate}; null if it has none that counts, or no parent
 */
record RequestTrace(String parent, String state) {
    private static final RequestTrace NONE = new RequestTrace(null, null);

    static RequestTrace of(HttpServletRequest request) {
        String parent = request.getHeader(TraceContext.PARENT);
        if (parent == null) {
            return NONE;
        }
        if (!TraceContext.isParent(parent)
                || Collections.list(request.getHeaders(TraceContext.PARENT)).size() != 1) {
            return NONE;
        }
        List<String> states = Collections.list(request.getHeaders(TraceContext.STATE));
        String state =
                String.join(",", states).replace('\t', ' '); // white space of a list, which no event's header may have
        return new RequestTrace(parent, TraceContext.isState(state) ? state : null);
    }

    /** Gives an event the request's trace, unless it has one of its own. */
    void give(EventDraft<?> draft) {
        if (parent != null && draft.header(TraceContext.PARENT) == null) {
            draft.header(TraceContext.PARENT, parent);
            if (state != null) {
                draft.header(TraceContext.STATE, state);
            }
        }
    }
}
