package org.eventnexus.gateway.rest;

import java.util.function.BooleanSupplier;
import org.eventnexus.EventDraft;
import org.eventnexus.Nexus;
import org.eventnexus.gateway.wire.MalformedException;

/**
 * Who is named as an event's source. Domains sign what is published in them by {@code /eventnexus/NAME}, and boundaries take
 * such events into other domains: who might sign so, with an id, could have an event that is still to come be taken for a
 * duplicate of theirs. So what comes over HTTP is signed otherwise, and only who looks after a domain (it is open to them
 * for {@code admin}) may give such sources, as a relay between two hubs does.
 */
record Sender(String ownSource, BooleanSupplier admin) {
    private static final String OF_DOMAINS = "/eventnexus/";
    private static final String BESIDE_THEM = "/gateway";

    static Sender into(Nexus domain, BooleanSupplier admin) {
        return new Sender(OF_DOMAINS + domain.name() + BESIDE_THEM, admin);
    }

    /** @throws MalformedException if it claims a source that it may not */
    void sign(EventDraft<?> draft) {
        if (draft.source() == null) {
            draft.source(ownSource);
        } else if (draft.source().startsWith(OF_DOMAINS) && !admin.getAsBoolean()) {
            throw new MalformedException("source begins with '" + OF_DOMAINS + "', as domains' own sources do");
        }
    }
}
