package org.eventnexus;

import java.util.List;
import java.util.Optional;

/**
 * What a domain's receivers have failed on for good, if the domain or the receiver asks for that to be kept, and what
 * nobody took, if the domain's policy is {@link UnhandledPolicy#DEAD_LETTER}. The newest are kept, as many as
 * {@link DomainConfig#deadLetters()}, in memory; one that is being delivered again gives way to none. Thread-safe.
 */
public interface DeadLetters {

    /**
     * The letters in the order of their making, the newest last.
     *
     * @param after the id of a letter, whether it is there or not, to begin behind it; null for all
     * @param limit letters at most, at least 1
     * @throws IllegalArgumentException if {@code after} is no letter's id, or the limit less than 1
     */
    List<DeadLetter> list(String after, int limit);

    /** The letter of an id, if it is there. */
    Optional<DeadLetter> find(String id);

    /**
     * Throws a letter away; if it waits for being delivered again, it is not, and that publication ends as
     * {@link Publication.Status#DROPPED}.
     *
     * @return whether it was there
     */
    boolean remove(String id);

    /**
     * Gives the event once more to the receiver that failed, and to no other, with as many attempts as it may have; or, if
     * nobody took it, to whoever takes it now.
     *
     * <p>It takes its turn on the domain's loop as other events do, before those that wait in the queue, but has no new
     * place in the log, is not looked for among the duplicates, and is not counted among the published, completed or failed
     * ones; what the receiver emits is. If it succeeds the letter is gone. If it fails the letter stays, with the attempts
     * added and the new error. If the domain stops before it is done, the publication is abandoned and the letter stays, so
     * that a receiver may get an event again that it has had.
     *
     * @return tells how it ends
     * @throws DeadLetterException saying why not
     */
    Publication redeliver(String id);

    /** How many there are. */
    int size();
}
