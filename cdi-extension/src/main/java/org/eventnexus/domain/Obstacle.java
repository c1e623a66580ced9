package org.eventnexus.domain;

/** Something full that a loop pauses for. */
interface Obstacle {

    /** The domain whose loop can do something about it. */
    Domain behind();

    /** Calls back once, on whatever thread, as soon as it is half empty; the callback must do no more than wake somebody. */
    void whenGone(Runnable callback);
}
