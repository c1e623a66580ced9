package org.eventnexus.gateway.access;

import java.util.Locale;

/** What configuration opens of a domain, each by a setting of its own. */
public enum Action {
    /** Reading: streams, history, by id. */
    SUBSCRIBE,
    PUBLISH,
    /** Dead letters. */
    ADMIN;

    /** The setting that opens it. */
    String setting(String domain) {
        return GatewaySettings.PREFIX + domain + '.' + name().toLowerCase(Locale.ROOT);
    }
}
