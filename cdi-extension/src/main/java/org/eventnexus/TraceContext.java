package org.eventnexus;

/**
 * W3C Trace Context (https://www.w3.org/TR/trace-context): events carry it as the headers {@value #PARENT} and
 * {@value #STATE}, which are CloudEvents extensions of these names outside. The engine starts no spans: what comes from an
 * event has that event's trace and parent. Thread-safe.
 */
public final class TraceContext {
    /** The header that names the trace and the span that an event comes from. */
    public static final String PARENT = "traceparent";

    /** The header with what the systems on the way say of the trace; it means nothing without the other one. */
    public static final String STATE = "tracestate";

    private static final int LENGTH = 55;
    private static final int MAX_STATE = 512;

    private TraceContext() {}

    /**
     * Whether a text is a {@code traceparent}: version, trace id, parent id and flags in lower-case hexadecimal, neither id
     * all zeros; of versions to come what begins like one.
     *
     * @param text may be null
     */
    public static boolean isParent(String text) {
        if (text == null || text.length() < LENGTH || !areFields(text)) {
            return false;
        }
        boolean current = text.startsWith("00");
        boolean ends = text.length() == LENGTH || !current && text.charAt(LENGTH) == '-';
        return ends && !text.startsWith("ff") && !areZeros(text, 3, 35) && !areZeros(text, 36, 52);
    }

    /**
     * Whether a text may be passed on as {@code tracestate}: printable ASCII, and no longer than 512 characters, which all
     * systems are to pass on.
     *
     * @param text may be null
     */
    public static boolean isState(String text) {
        return text != null
                && !text.isEmpty()
                && text.length() <= MAX_STATE
                && text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    /**
     * A draft of what comes from an event, for what is published where the engine cannot know: when a stage has completed, on
     * a thread of one's own. What a receiver publishes before it returns, emits or replies continues the trace by itself.
     *
     * @return the draft itself if it has a trace or the event has none, else a copy with the event's
     */
    public static <T> EventDraft<T> continued(EventDraft<T> draft, NexusEvent<?> event) {
        String parent = event.headers().get(PARENT);
        if (!isParent(parent) || draft.header(PARENT) != null) {
            return draft;
        }
        EventDraft<T> copy = draft.copy().header(PARENT, parent);
        String state = event.headers().get(STATE);
        return isState(state) ? copy.header(STATE, state) : copy;
    }

    private static boolean areFields(String text) {
        for (int i = 0; i < LENGTH; i++) {
            boolean dash = i == 2 || i == 35 || i == 52;
            if (dash ? text.charAt(i) != '-' : !isHex(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHex(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
    }

    private static boolean areZeros(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) != '0') {
                return false;
            }
        }
        return true;
    }
}
