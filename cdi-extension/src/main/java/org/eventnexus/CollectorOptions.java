package org.eventnexus;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How a collector takes part in a work queue. Made by {@link #named} and changed by the other methods, each of which gives
 * another one, or throws an {@link IllegalArgumentException} that says what is wrong. Immutable.
 *
 * <pre>{@code
 * queue.work(CollectorOptions.named("geocoder").topics("places").concurrency(2, 16).ordered(), event -> nearest(event));
 * }</pre>
 */
public final class CollectorOptions {
    private final String name;
    private String key;
    private Set<String> topics = Set.of();
    private List<EventSelector> selectors = List.of();
    private boolean ordered;
    private ReceiverOptions receiver = ReceiverOptions.defaults();
    // Null where the queue's setting counts.
    private Concurrency concurrency;
    private Duration deadline;

    private CollectorOptions(String name) {
        this.name = Address.requireName("a collector's name", name);
        this.key = name;
    }

    private CollectorOptions copy() {
        var copy = new CollectorOptions(name);
        copy.key = key;
        copy.topics = topics;
        copy.selectors = selectors;
        copy.ordered = ordered;
        copy.receiver = receiver;
        copy.concurrency = concurrency;
        copy.deadline = deadline;
        return copy;
    }

    /**
     * A collector of a simple name, which is also its key, for events of the type that the queue is named after.
     *
     * @param name 1 to 256 characters; another collector of the queue may have the same if it has another {@link #key}
     */
    public static CollectorOptions named(String name) {
        return new CollectorOptions(name);
    }

    /** The same with another key: 1 to 256 characters, unlike those of the queue's other collectors. */
    public CollectorOptions key(String value) {
        CollectorOptions copy = copy();
        copy.key = Address.requireName("a collector's key", value);
        return copy;
    }

    /** The same, on these topics, each of 1 to 256 characters, and no others. */
    public CollectorOptions topics(String... values) {
        var set = new LinkedHashSet<String>();
        for (String value : values) {
            set.add(Address.requireName("a topic", value));
        }
        CollectorOptions copy = copy();
        copy.topics = Set.copyOf(set);
        return copy;
    }

    /** The same for other events: those that one of these selects. None of them for the queue's own type. */
    public CollectorOptions select(EventSelector... values) {
        CollectorOptions copy = copy();
        copy.selectors = List.copyOf(new LinkedHashSet<>(List.of(values)));
        return copy;
    }

    /** The same for other events, in words; see {@link EventSelector#parse}. */
    public CollectorOptions select(String selector) {
        return select(EventSelector.parse(selector));
    }

    /** The same, working on at least and at most so many events at once. */
    public CollectorOptions concurrency(int min, int max) {
        return concurrency(new Concurrency(min, max));
    }

    /** The same with so many events at once, whatever the load. */
    public CollectorOptions concurrency(int count) {
        return concurrency(Concurrency.of(count));
    }

    /** The same with its own concurrency. */
    public CollectorOptions concurrency(Concurrency value) {
        CollectorOptions copy = copy();
        copy.concurrency = Objects.requireNonNull(value, "concurrency");
        return copy;
    }

    /**
     * The same, working on events with the same {@link NexusEvent#key() key} one after the other, further attempts included;
     * events with different keys, and those without one, side by side. Which of those with the same key comes next is the
     * queue's order, but the one whose turn is next is not overtaken any more.
     */
    public CollectorOptions ordered() {
        CollectorOptions copy = copy();
        copy.ordered = true;
        return copy;
    }

    /**
     * The same with a time in which each event has to be done, waiting and all attempts included, from when the queue takes
     * it. One whose time is over while it waits fails without a call; one that is being worked on fails as well, and what its
     * call or its stage comes to later counts for nothing, but it holds its place until it ends.
     *
     * @param value more than zero and at most a day
     */
    public CollectorOptions deadline(Duration value) {
        CollectorOptions copy = copy();
        copy.deadline = Ranges.duration("deadline", value);
        return copy;
    }

    /** The same with what a receiver wants otherwise than its queue's settings say: attempts, dead letters. */
    public CollectorOptions receiver(ReceiverOptions value) {
        CollectorOptions copy = copy();
        copy.receiver = Objects.requireNonNull(value, "receiver");
        return copy;
    }

    /** The same with attempts of its own. */
    public CollectorOptions retry(RetryPolicy value) {
        return receiver(receiver.retry(value));
    }

    /** The same, saying whether what fails for good goes to the dead letters. */
    public CollectorOptions deadLetter(boolean value) {
        return receiver(receiver.deadLetter(value));
    }

    /** Its simple name, as results show it. */
    public String name() {
        return name;
    }

    /** Its key, by which events are addressed to it. */
    public String key() {
        return key;
    }

    /** The topics that it is on; unmodifiable. */
    public Set<String> topics() {
        return topics;
    }

    /** Which events it is for; empty for those of the type that the queue is named after. */
    public List<EventSelector> selectors() {
        return selectors;
    }

    /** Its own concurrency, if it has one. */
    public Optional<Concurrency> concurrency() {
        return Optional.ofNullable(concurrency);
    }

    /** Whether it works on events with the same key one after the other. */
    public boolean isOrdered() {
        return ordered;
    }

    /** Its own deadline, if it has one. */
    public Optional<Duration> deadline() {
        return Optional.ofNullable(deadline);
    }

    /** What it wants otherwise than its queue's settings say. */
    public ReceiverOptions receiver() {
        return receiver;
    }
}
