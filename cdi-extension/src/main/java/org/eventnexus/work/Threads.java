package org.eventnexus.work;

/** Brings workers to threads; if there are none at the moment, as soon as there are. Thread-safe. */
public interface Threads {

    /** One more worker. */
    void submit();

    /** Tries again to bring those to threads for which there were none. */
    void nudge();

    /** Nobody is to work any more. */
    void over();
}
