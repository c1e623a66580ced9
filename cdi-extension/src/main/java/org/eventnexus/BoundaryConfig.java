package org.eventnexus;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a {@link Boundary} forwards, and how. Made by {@link #to} and changed by the other methods, each of which returns a
 * new one, or throws an {@link IllegalArgumentException} that says what is wrong. Immutable.
 *
 * <pre>{@code
 * orders.boundary("to-billing", BoundaryConfig.to(billing).select("order.**").filter(event -> event.priority() < 5));
 * }</pre>
 */
public final class BoundaryConfig {
    /** How many events wait in a boundary's queue if nothing is said. */
    public static final int DEFAULT_CAPACITY = 50;

    private final Nexus to;
    private Set<EventSelector> selectors = Set.of(EventSelector.any());
    private Predicate<NexusEvent<?>> filter = event -> true;
    private Handler<Object> mapper = (event, context) -> event;
    private int capacity = DEFAULT_CAPACITY;
    private Overflow overflow = Overflow.AWAIT;
    private boolean replies = true;
    private ReceiverOptions options = ReceiverOptions.defaults();

    private BoundaryConfig(Nexus to) {
        this.to = Objects.requireNonNull(to, "to");
    }

    private BoundaryConfig copy() {
        var copy = new BoundaryConfig(to);
        copy.selectors = selectors;
        copy.filter = filter;
        copy.mapper = mapper;
        copy.capacity = capacity;
        copy.overflow = overflow;
        copy.replies = replies;
        copy.options = options;
        return copy;
    }

    /** All events, as they are, with replies. */
    public static BoundaryConfig to(Nexus domain) {
        return new BoundaryConfig(domain);
    }

    /** Only events that one of these selects; see {@link EventSelector#parse}. */
    public BoundaryConfig select(String... selectors) {
        return select(Arrays.stream(selectors).map(EventSelector::parse).toArray(EventSelector[]::new));
    }

    /** Only events that one of these selects. */
    public BoundaryConfig select(EventSelector... selectors) {
        if (selectors.length == 0) {
            throw new IllegalArgumentException("a boundary without a selector forwards nothing");
        }
        BoundaryConfig copy = copy();
        copy.selectors = new LinkedHashSet<>(List.of(selectors));
        return copy;
    }

    /** Of these only those that pass a test, which is called on the sending domain's loop. */
    public BoundaryConfig filter(Predicate<? super NexusEvent<?>> filter) {
        BoundaryConfig copy = copy();
        copy.filter = Objects.requireNonNull(filter, "filter")::test;
        return copy;
    }

    /**
     * What to forward instead of an event, as a receiver of the sending domain says: the event itself; another
     * {@link NexusEvent}, whose payload it then has; an {@link EventDraft}, which is an event of its own, with a new id and
     * the receiving domain's source unless it says otherwise; null for nothing; anything else is the new payload. Or a stage
     * of one of these, which the sending domain waits for as for a handler's. What it throws is a failure of the event.
     */
    @SuppressWarnings("unchecked")
    public BoundaryConfig map(Handler<?> mapper) {
        BoundaryConfig copy = copy();
        copy.mapper = (Handler<Object>) Objects.requireNonNull(mapper, "mapper");
        return copy;
    }

    /** The same for a function of the event alone. */
    public BoundaryConfig map(Function<? super NexusEvent<?>, ?> mapper) {
        Objects.requireNonNull(mapper, "mapper");
        return map((Handler<Object>) (event, context) -> mapper.apply(event));
    }

    /** Events as they are, but with another type, and so with a new id and the receiving domain's source. */
    public BoundaryConfig type(String type) {
        EventDraft.requireType(type);
        return map((Handler<Object>) (event, context) -> EventDraft.from(event, type));
    }

    /** How many events may wait until the receiving domain has room, 1 to 524,288; default 50. */
    public BoundaryConfig capacity(int capacity) {
        BoundaryConfig copy = copy();
        copy.capacity = requireCapacity(capacity);
        return copy;
    }

    /**
     * Checks a capacity.
     *
     * @return the capacity
     * @throws IllegalArgumentException if it is out of range
     */
    public static int requireCapacity(int capacity) {
        return Ranges.number("capacity", capacity, 1, DomainConfig.MAX_CAPACITY);
    }

    /**
     * What becomes of an event that the queue has no room for.
     *
     * <ul>
     *   <li>{@link Overflow#AWAIT}, the default: the sending domain pauses until the queue is half empty. Where that would
     *       make domains wait for each other in a circle it goes on instead, and up to 16 times the capacity may wait;
     *       beyond that the event fails to be forwarded.
     *   <li>{@link Overflow#FAIL}: it fails to be forwarded, and so does its publication if there are replies.
     *   <li>{@link Overflow#DROP_NEWEST}: it is not forwarded; that is counted and no failure.
     * </ul>
     */
    public BoundaryConfig overflow(Overflow overflow) {
        BoundaryConfig copy = copy();
        copy.overflow = requireOverflow(overflow);
        return copy;
    }

    /**
     * Checks a policy.
     *
     * @return the policy
     * @throws IllegalArgumentException if boundaries do not have it
     */
    public static Overflow requireOverflow(Overflow overflow) {
        if (overflow.displaces()) {
            throw new IllegalArgumentException("a boundary's overflow is await, fail or drop-newest, not "
                    + overflow.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        return overflow;
    }

    /**
     * Whether publications wait for what comes back; default true. Without replies a publication ends when the boundary has
     * taken its event, and what becomes of that in the receiving domain is that domain's alone.
     */
    public BoundaryConfig replies(boolean replies) {
        BoundaryConfig copy = copy();
        copy.replies = replies;
        return copy;
    }

    /** What the mapping, as a receiver, wants otherwise than the sending domain's settings say. */
    public BoundaryConfig options(ReceiverOptions options) {
        BoundaryConfig copy = copy();
        copy.options = Objects.requireNonNull(options, "options");
        return copy;
    }

    /** The receiving domain. */
    public Nexus to() {
        return to;
    }

    /** Not empty; unmodifiable. */
    public Set<EventSelector> selectors() {
        return Collections.unmodifiableSet(selectors);
    }

    public Predicate<NexusEvent<?>> filter() {
        return filter;
    }

    public Handler<Object> mapper() {
        return mapper;
    }

    public int capacity() {
        return capacity;
    }

    public Overflow overflow() {
        return overflow;
    }

    public boolean replies() {
        return replies;
    }

    public ReceiverOptions options() {
        return options;
    }

    @Override
    public String toString() {
        return "BoundaryConfig[to=" + to.name() + ", select=" + selectors + ", capacity=" + capacity + ", overflow="
                + overflow + ", replies=" + replies + ']';
    }
}
