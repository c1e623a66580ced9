package org.eventnexus.gateway.access;

/** What comes of asking whether a caller may do something with a domain. */
public enum Decision {
    ALLOWED,
    /** The caller must not learn that the domain exists. */
    INVISIBLE,
    /** The caller may be allowed after saying who they are. */
    UNKNOWN_CALLER,
    FORBIDDEN
}
