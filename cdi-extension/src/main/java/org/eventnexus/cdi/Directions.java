package org.eventnexus.cdi;

/** Which way a domain's bridge to CDI's events is open. */
enum Directions {
    BOTH,
    IN,
    OUT,
    NONE;

    /** Whether what is fired with the domain's qualifier is published in it. */
    boolean in() {
        return this == BOTH || this == IN;
    }

    /** Whether observers with the domain's qualifier are told of its events. */
    boolean out() {
        return this == BOTH || this == OUT;
    }
}
