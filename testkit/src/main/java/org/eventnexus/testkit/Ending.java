package org.eventnexus.testkit;

import java.util.List;
import org.eventnexus.DeadLetter;
import org.eventnexus.EventSelector;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Outcome;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.eventnexus.testkit.Recording.Entry;

/**
 * How an event that a test published has ended, and what came of it meanwhile. Checks throw {@link AssertionError} with the
 * story: each event, what became of it, and what its receivers said. What the other methods return is for the assertions
 * of whatever library the test uses. Thread-safe; no method returns null, but for {@link #result}.
 *
 * <p>What came of it is what any domain admitted after it until it ended: its secondary events, what its receivers
 * published into other domains, and what followed there. What the test itself publishes meanwhile, or a timer, counts as
 * well: publish one event after the other, each until it has ended, where that matters.
 */
public final class Ending {
    private final Journal journal;
    private final Publication publication;
    private final Outcome outcome;
    private final long from;
    private final long to;

    Ending(Journal journal, Publication publication, long from, long to) {
        this.journal = journal;
        this.publication = publication;
        this.outcome = publication.poll().orElseThrow();
        this.from = from;
        this.to = to;
    }

    /** The event. */
    public NexusEvent<?> event() {
        return publication.event();
    }

    /** How it ended; not pending. */
    public Status status() {
        return outcome.status();
    }

    /** How it ended, with all results. */
    public Outcome outcome() {
        return outcome;
    }

    /** Checks that it was completed: receivers took it, and none of them failed, nor any of its secondary events'. */
    public Ending completes() {
        return ends(Status.COMPLETED);
    }

    /** Checks how it ended. */
    public Ending ends(Status expected) {
        if (status() != expected) {
            throw failure("is " + Story.word(status()) + ", not " + Story.word(expected));
        }
        return this;
    }

    /**
     * Checks that it failed, and that its first failure is of a class.
     *
     * @return that failure
     */
    public <X extends Throwable> X failsWith(Class<X> error) {
        ends(Status.FAILED);
        Throwable first = firstError();
        if (!error.isInstance(first)) {
            throw failure("failed with " + first + ", not with " + error.getSimpleName());
        }
        return error.cast(first);
    }

    /**
     * The first result, as {@link Publication#result}: what the handler returned.
     *
     * @return null if receivers gave none
     * @throws AssertionError if it was not completed, or if the result is of another class
     */
    public <R> R result(Class<R> type) {
        completes();
        Object value =
                outcome.results().isEmpty() ? null : outcome.results().get(0).value();
        if (value != null && !type.isInstance(value)) {
            throw failure(
                    "has a " + value.getClass().getSimpleName() + " as its result, not a " + type.getSimpleName());
        }
        return type.cast(value);
    }

    /** What came of it in any domain, in the order of admission. */
    public List<NexusEvent<?>> emitted() {
        return Scenario.events(entries());
    }

    /** The same of certain types: an exact one or a pattern; see {@link EventSelector#parse}. */
    public List<NexusEvent<?>> emitted(String selector) {
        return emitted().stream().filter(EventSelector.parse(selector)::matches).toList();
    }

    /** Checks that {@link #emitted(String)} is not empty. */
    public Ending emits(String selector) {
        if (emitted(selector).isEmpty()) {
            throw failure("emitted no " + selector);
        }
        return this;
    }

    /** Checks that {@link #emitted()} is empty. */
    public Ending emitsNothing() {
        if (!entries().isEmpty()) {
            throw failure("emitted something");
        }
        return this;
    }

    /** The dead letters that it, or what came of it, has become. */
    public List<DeadLetter> deadLetters() {
        List<Entry> came = entries();
        return journal.deadLetters(
                letter -> isThis(letter.event()) || came.stream().anyMatch(entry -> entry.isOf(letter.event())));
    }

    /** It itself, and what came of it, as far as nobody took it. */
    public List<NexusEvent<?>> unhandled() {
        return Scenario.events(journal.entries(entry -> isConcerned(entry) && entry.isUnhandled()));
    }

    /** What happened, a line for each event, as failed checks tell it. */
    public String story() {
        return new Story(journal).of(journal.entries(this::isConcerned));
    }

    /** The same. */
    @Override
    public String toString() {
        return story();
    }

    private List<Entry> entries() {
        return journal.entries(entry -> isConcerned(entry) && !isThis(entry.event()));
    }

    private boolean isConcerned(Entry entry) {
        return entry.number() > from && entry.number() <= to || isThis(entry.event());
    }

    private boolean isThis(NexusEvent<?> event) {
        return event.sequence() == event().sequence() && event.domain().equals(event().domain());
    }

    private Throwable firstError() {
        return outcome.results().stream()
                .filter(result -> !result.ok())
                .map(Result::error)
                .findFirst()
                .orElse(null);
    }

    private AssertionError failure(String what) {
        var failure = new AssertionError(event().type() + ' ' + what + reason() + '\n' + story(), firstError());
        outcome.results().stream()
                .filter(result -> !result.ok())
                .skip(1)
                .forEach(result -> failure.addSuppressed(result.error()));
        return failure;
    }

    /** Why an event that no story tells of was not handled. */
    private String reason() {
        if (status() != Status.REFUSED) {
            return "";
        }
        return ": "
                + publication
                        .results()
                        .handle((results, error) -> unwrapped(error).getMessage())
                        .toCompletableFuture()
                        .join();
    }

    private static Throwable unwrapped(Throwable error) {
        return error.getCause() != null ? error.getCause() : error;
    }
}
