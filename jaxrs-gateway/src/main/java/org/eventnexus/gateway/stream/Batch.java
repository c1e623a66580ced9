package org.eventnexus.gateway.stream;

/**
 * What is written to a client at once: the wanted frames of a stretch of the log, joined.
 *
 * @param from the sequence that it starts at
 * @param next the sequence after it
 * @param head up to where frames were looked for
 * @param full whether it ends because it is large enough, not because the log had no more
 * @param bytes may be empty, if nothing of the stretch is wanted
 */
record Batch(long from, long next, long head, boolean full, byte[] bytes) {

    /** Whether it is what a client at a sequence would get now. */
    boolean serves(long sequence, long currentHead) {
        return from == sequence && (full || head == currentHead);
    }

    boolean goesOn() {
        return next > from;
    }
}
