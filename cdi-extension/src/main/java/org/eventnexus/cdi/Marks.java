package org.eventnexus.cdi;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eventnexus.EventDraft;
import org.eventnexus.NexusEvent;

/**
 * Marks the events that came in from CDI, so that they do not go out to it again. The mark is a header whose value is one
 * object for each domain, compared by identity: nobody outside can make an event look like it. An event that is made of a
 * marked one, by {@link EventDraft#from(NexusEvent)}, is another one, and has no mark. Thread-safe.
 */
final class Marks {
    static final String HEADER = "cdibridge";

    private final Map<String, String> marks = new ConcurrentHashMap<>();

    private String of(String domain) {
        return marks.computeIfAbsent(domain, name -> new String(name.toCharArray()));
    }

    <T> EventDraft<T> mark(EventDraft<T> draft, String domain) {
        return draft.header(HEADER, of(domain));
    }

    boolean isMarked(NexusEvent<?> event) {
        String value = event.headers().get(HEADER);
        return value != null && value == marks.get(event.domain());
    }
}
