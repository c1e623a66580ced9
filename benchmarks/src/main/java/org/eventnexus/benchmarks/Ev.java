package org.eventnexus.benchmarks;

/** The event that the peers carry, allocated for each publication as they have no envelope of their own. */
record Ev(long id, String type, int priority, Object payload) {
    static final String TYPE = "a";

    static Ev numbered(long id) {
        return new Ev(id, TYPE, 0, null);
    }
}
