package org.eventnexus;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * An event before it is published: what {@link NexusEvent} will say, as far as the publisher wants to say it.
 *
 * <pre>{@code orders.publish(EventDraft.of("order.placed", order).subject(order.sku()).key(order.customer()));}</pre>
 *
 * <p>Setters return the draft itself. Not thread-safe; publishing copies it, so that a draft may be published again.
 *
 * @param <T> the payload's type
 */
public final class EventDraft<T> {
    /** Longest id and type, in characters. */
    public static final int MAX_LENGTH = 256;

    /** Says that the event came in from CDI; see {@code Marks} there. */
    private static final String BRIDGED = "cdibridge";

    private final Object type;
    private final T payload;
    private Object id;
    private int priority;
    private boolean prioritized;
    private Instant time;
    private String source;
    private String subject;
    private String key;
    private Map<String, String> headers;
    private Address address = Address.everyone();
    private boolean timed;
    private PublicationOptions options = PublicationOptions.DEFAULT;

    private EventDraft(Object type, T payload) {
        this.type = type;
        this.payload = payload;
    }

    /**
     * A draft of a named type.
     *
     * @param type 1 to 256 printable characters without white space and {@code *}
     * @param payload may be null
     * @throws IllegalArgumentException if the type is malformed
     */
    public static <T> EventDraft<T> of(String type, T payload) {
        return new EventDraft<>(requireType(type), payload);
    }

    /** A draft of a numeric type. */
    public static <T> EventDraft<T> of(long type, T payload) {
        return new EventDraft<>(type, payload);
    }

    /**
     * A draft of the type that the payload's class names: that of its {@link EventType}, else its qualified name.
     *
     * @param payload not null; neither a string, which is more likely a type whose payload was forgotten, nor an event nor
     *     a draft
     * @throws IllegalArgumentException if it is, or if {@link EventType} names a malformed type
     */
    public static <T> EventDraft<T> of(T payload) {
        return new EventDraft<>(NamedType.of(Objects.requireNonNull(payload, "payload")), payload);
    }

    /**
     * A draft that says what an event says, but for its id, source, domain and position: for publishing it elsewhere. It is a new
     * event's, which CDI's observers are told of even if the first one came from there.
     */
    public static <T> EventDraft<T> from(NexusEvent<T> event) {
        Object type =
                event.numericType().isPresent() ? (Object) event.numericType().getAsLong() : event.type();
        return from(event, type, event.payload());
    }

    /**
     * The same with another type.
     *
     * @throws IllegalArgumentException if the type is malformed
     */
    public static <T> EventDraft<T> from(NexusEvent<T> event, String type) {
        return from(event, requireType(type), event.payload());
    }

    private static <T> EventDraft<T> from(NexusEvent<?> event, Object type, T payload) {
        var draft = new EventDraft<>(type, payload);
        draft.priority = event.priority();
        draft.prioritized = event.hasPriority();
        draft.address = event.address();
        draft.time = event.time();
        draft.subject = event.subject().orElse(null);
        draft.key = event.key().orElse(null);
        draft.headers = event.headers().isEmpty() ? null : new LinkedHashMap<>(event.headers());
        if (draft.headers != null) {
            draft.headers.remove(BRIDGED);
        }
        return draft;
    }

    /**
     * Checks a type's form.
     *
     * @return the type
     * @throws IllegalArgumentException naming what is wrong
     */
    public static String requireType(String type) {
        Objects.requireNonNull(type, "type");
        requireLength("type", type, 1);
        for (int i = 0; i < type.length(); ) {
            int c = type.codePointAt(i);
            if (c == '*' || Character.isWhitespace(c) || Character.isSpaceChar(c) || unprintable(c)) {
                throw new IllegalArgumentException(
                        "type has white space, a control character or '*' at character " + (i + 1));
            }
            i += Character.charCount(c);
        }
        return type;
    }

    private static void requireLength(String attribute, String value, int min) {
        if (value.length() < min || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    attribute + " has " + value.length() + " characters, not " + min + " to " + MAX_LENGTH);
        }
    }

    private static String requirePrintable(String attribute, String value) {
        for (int i = 0; i < value.length(); ) {
            int c = value.codePointAt(i);
            if (unprintable(c)) {
                throw new IllegalArgumentException(attribute + " has a control character at character " + (i + 1));
            }
            i += Character.charCount(c);
        }
        return value;
    }

    private static boolean unprintable(int c) {
        int kind = Character.getType(c);
        return Character.isISOControl(c)
                || kind == Character.LINE_SEPARATOR
                || kind == Character.PARAGRAPH_SEPARATOR
                || kind == Character.SURROGATE
                || isNoncharacter(c);
    }

    /** Unicode's 66 code points that never will be characters; what is only unassigned may be in a newer Unicode than Java's. */
    private static boolean isNoncharacter(int c) {
        return (c & 0xFFFE) == 0xFFFE || c >= 0xFDD0 && c <= 0xFDEF;
    }

    /**
     * The publisher's own id: 1 to 256 characters, no control characters. The same source and id again, within what the
     * domain's log keeps, is recognised as a duplicate and not handled again.
     */
    public EventDraft<T> id(String id) {
        requireLength("id", Objects.requireNonNull(id, "id"), 1);
        this.id = requirePrintable("id", id);
        return this;
    }

    /** A number as the publisher's own id. */
    public EventDraft<T> id(long id) {
        this.id = id;
        return this;
    }

    /**
     * Lower is more urgent. It counts in a domain with {@link QueueOrder#PRIORITY}, where an event that says nothing has 0,
     * and in a {@link WorkQueue} of that order, where it has {@link WorkQueueConfig#defaultPriority()}.
     */
    public EventDraft<T> priority(int priority) {
        this.priority = priority;
        this.prioritized = true;
        return this;
    }

    /** When it happened, if not now. */
    public EventDraft<T> time(Instant time) {
        this.time = Objects.requireNonNull(time, "time");
        return this;
    }

    /** The context in which it happened, a non-empty URI reference. */
    public EventDraft<T> source(String source) {
        if (Objects.requireNonNull(source, "source").isEmpty()) {
            throw new IllegalArgumentException("source is empty");
        }
        this.source = requirePrintable("source", source);
        return this;
    }

    /** What it is about within its source. */
    public EventDraft<T> subject(String subject) {
        if (Objects.requireNonNull(subject, "subject").isEmpty()) {
            throw new IllegalArgumentException("subject is empty");
        }
        this.subject = requirePrintable("subject", subject);
        return this;
    }

    /** What orders or partitions it. */
    public EventDraft<T> key(String key) {
        this.key = requirePrintable("key", Objects.requireNonNull(key, "key"));
        return this;
    }

    /** Of a work queue's collectors only the one with this key gets it; see {@link CollectorOptions#key}. */
    public EventDraft<T> toCollector(String key) {
        return address(Address.collector(key));
    }

    /** Of a work queue's collectors only those on this topic get it; see {@link CollectorOptions#topics}. */
    public EventDraft<T> toTopic(String topic) {
        return address(Address.topic(topic));
    }

    /** Which of a work queue's collectors get it; all that select it if not called. */
    public EventDraft<T> address(Address address) {
        this.address = Objects.requireNonNull(address, "address");
        return this;
    }

    /** A further attribute; the name is one or more of {@code a-z 0-9}, as CloudEvents has it. */
    public EventDraft<T> header(String name, String value) {
        if (!name.matches("[a-zA-Z0-9]+")) {
            throw new IllegalArgumentException("a header's name is letters and digits, not: " + name);
        }
        if (headers == null) {
            headers = new LinkedHashMap<>();
        }
        headers.put(name.toLowerCase(Locale.ROOT), requirePrintable("header " + name, value));
        return this;
    }

    /** Measures how long the publication takes, for {@link Publication.Outcome}; costs two readings of the clock. */
    public EventDraft<T> timed() {
        this.timed = true;
        return this;
    }

    /**
     * The first error ends the publication: it fails, receivers that come after are not called, and what has been emitted
     * by then is handled but not waited for. The failure of a {@link Middleware} that is called while the event is published is
     * thrown to the publisher, as {@link RefusedByMiddlewareException}.
     */
    public EventDraft<T> failFast() {
        this.options = options.withFailFast();
        return this;
    }

    /**
     * How long the publisher waits for results: then {@link Publication#results()} and what is made of it complete with a
     * {@link java.util.concurrent.TimeoutException}. The event goes on all the same, and {@link Publication#outcome()} tells
     * how it ends. Measured from the publishing, but nobody is told before the domain's start. It does not shorten the
     * wait for room, see {@link DomainConfig#awaitTimeout()}, but that for an {@link AsyncMiddleware}.
     *
     * @param timeout more than zero and at most a day
     */
    public EventDraft<T> timeout(Duration timeout) {
        this.options = options.withTimeout(timeout);
        return this;
    }

    /**
     * Who is told, once and beside the results, if the publication does not end well: of what {@link Publication#orThrow()}
     * completes with. Called on the thread that ends the publication, mostly the domain's loop; what it throws is logged.
     */
    public EventDraft<T> onFailure(Consumer<? super Exception> consumer) {
        this.options = options.withOnFailure(consumer);
        return this;
    }

    /** Is published when the publisher's transaction has been committed; see {@link PublishPhase#AFTER_SUCCESS}. */
    public EventDraft<T> afterSuccess() {
        return phase(PublishPhase.AFTER_SUCCESS);
    }

    /** Is published when the publisher's transaction has been rolled back; see {@link PublishPhase#AFTER_FAILURE}. */
    public EventDraft<T> afterFailure() {
        return phase(PublishPhase.AFTER_FAILURE);
    }

    /** Is published when the publisher's transaction has ended; see {@link PublishPhase#AFTER_COMPLETION}. */
    public EventDraft<T> afterCompletion() {
        return phase(PublishPhase.AFTER_COMPLETION);
    }

    /**
     * When it is published, with regard to the publisher's transaction. An event that waits for its end is pending, has no
     * position, and passes middleware and admission only then; events of one transaction are published in the order in which
     * they were to be, never holding the thread that ends it, as by {@link EventBus#publishAsync}.
     */
    public EventDraft<T> phase(PublishPhase phase) {
        this.options = options.withPhase(phase);
        return this;
    }

    /** The same draft as another object, so that changing the one does not change the other. */
    public EventDraft<T> copy() {
        return copyTo(new EventDraft<>(type, payload));
    }

    /** A copy with another payload, which may be null. */
    public <U> EventDraft<U> withPayload(U payload) {
        return copyTo(new EventDraft<>(type, payload));
    }

    /**
     * A copy with another type.
     *
     * @throws IllegalArgumentException if it is malformed
     */
    public EventDraft<T> withType(String type) {
        return copyTo(new EventDraft<>(requireType(type), payload));
    }

    /** A copy with another type, a number. */
    public EventDraft<T> withType(long type) {
        return copyTo(new EventDraft<>(type, payload));
    }

    private <U> EventDraft<U> copyTo(EventDraft<U> copy) {
        copy.id = id;
        copy.priority = priority;
        copy.prioritized = prioritized;
        copy.address = address;
        copy.time = time;
        copy.source = source;
        copy.subject = subject;
        copy.key = key;
        copy.headers = headers == null ? null : new LinkedHashMap<>(headers);
        copy.timed = timed;
        copy.options = options;
        return copy;
    }

    /** Replaces what has been said of how it is to be published. */
    public EventDraft<T> options(PublicationOptions options) {
        this.options = Objects.requireNonNull(options, "options");
        return this;
    }

    /** How it is to be published. */
    public PublicationOptions options() {
        return options;
    }

    /** A {@link String} or a {@link Long}. */
    public Object type() {
        return type;
    }

    /** May be null. */
    public T payload() {
        return payload;
    }

    /** A {@link String}, a {@link Long}, or null. */
    public Object id() {
        return id;
    }

    /** 0 if not set. */
    public int priority() {
        return priority;
    }

    /** Whether a priority was given. */
    public boolean hasPriority() {
        return prioritized;
    }

    /** Which of a work queue's collectors get it. */
    public Address address() {
        return address;
    }

    /** Null if not set. */
    public Instant time() {
        return time;
    }

    /** Null if not set. */
    public String source() {
        return source;
    }

    /** Null if not set. */
    public String subject() {
        return subject;
    }

    /** Null if not set. */
    public String key() {
        return key;
    }

    /** A further attribute, by its lower-case name; null if it is not set. */
    public String header(String name) {
        return headers == null ? null : headers.get(name);
    }

    /** A copy; empty if there are none. */
    public Map<String, String> headers() {
        return headers == null ? Map.of() : Map.copyOf(headers);
    }

    /** Whether {@link #timed()} was asked for. */
    public boolean isTimed() {
        return timed;
    }
}
