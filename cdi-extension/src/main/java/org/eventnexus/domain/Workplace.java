package org.eventnexus.domain;

/** Where a receiver is called beside its domain's loop, by workers on other threads. */
interface Workplace {

    Domain domain();

    /** What it is, for the log. */
    String description();

    /**
     * A worker: calls the receiver for some events; whether there may be more for this worker.
     *
     * @param permitted whether the worker has a permit already
     */
    boolean work(boolean permitted);

    /** A worker that has a permit will not work. */
    void givePermitBack();
}
