package org.eventnexus.domain;

import java.time.Instant;
import java.util.Map;
import org.eventnexus.Address;
import org.eventnexus.EventDraft;

/** What few events say: kept apart so that the others do not pay for it. Null where nothing is said. */
record Attributes(
        Instant time,
        String source,
        String subject,
        String key,
        Map<String, String> headers,
        boolean failFast,
        boolean mostUrgent,
        Address address) {

    Attributes(Instant time, String source, String subject, String key, Map<String, String> headers) {
        this(time, source, subject, key, headers, false, false, Address.everyone());
    }

    /** Null if a draft says none of this. */
    static Attributes of(EventDraft<?> draft) {
        Map<String, String> headers = draft.headers();
        boolean zero = draft.hasPriority() && draft.priority() == 0; // else 0 says that nothing was said
        boolean addressed = !(draft.address() instanceof Address.Everyone);
        if (draft.time() == null
                && draft.source() == null
                && draft.subject() == null
                && draft.key() == null
                && headers.isEmpty()
                && !zero
                && !addressed
                && !draft.options().failFast()) {
            return null;
        }
        return new Attributes(
                draft.time(),
                draft.source(),
                draft.subject(),
                draft.key(),
                headers,
                draft.options().failFast(),
                zero,
                draft.address());
    }
}
