package org.eventnexus.zeromq;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.eventnexus.EventDraft;

/**
 * Where a source or a sink is connected, and how. Immutable; each method that changes something gives another one.
 *
 * <pre>{@code ZeroMqConfig.bind("tcp://127.0.0.1:5555").pattern(Pattern.PUB_SUB).topic("quake")}</pre>
 */
public final class ZeroMqConfig {
    /** Bytes of a frame at most, if nothing else is said: 1 MiB. */
    public static final int MAX_FRAME = 1 << 20;
    /** Messages that ZeroMQ keeps for each peer, if nothing else is said. */
    public static final int HIGH_WATER_MARK = 1000;

    private static final int LARGEST_FRAME = 1 << 30;
    private static final int LARGEST_MARK = 1_000_000;
    private static final int LONGEST_TOPIC = 255;
    private static final Duration LONGEST_LINGER = Duration.ofMinutes(1);

    /** Which of ZeroMQ's sockets talk to each other. */
    public enum Pattern {
        /** Each message goes to one of those who pull; a sink waits for them. */
        PUSH_PULL,
        /** Each message goes to all who have subscribed; those who are not there or too slow miss it. */
        PUB_SUB
    }

    /** What a frame is. */
    public enum Mode {
        /** A whole event as a JSON object. */
        EVENT,
        /** A text, which is the payload of an event. */
        TEXT
    }

    private String address;
    private boolean binding;
    private Pattern pattern = Pattern.PUSH_PULL;
    private Mode mode = Mode.EVENT;
    private Object type;
    private String topic;
    private String eventSource;
    private Curve curve;
    private int maxFrame = MAX_FRAME;
    private int highWaterMark = HIGH_WATER_MARK;
    private Duration linger = Duration.ofSeconds(1);

    private ZeroMqConfig() {}

    private ZeroMqConfig(ZeroMqConfig other) {
        address = other.address;
        binding = other.binding;
        pattern = other.pattern;
        mode = other.mode;
        type = other.type;
        topic = other.topic;
        eventSource = other.eventSource;
        curve = other.curve;
        maxFrame = other.maxFrame;
        highWaterMark = other.highWaterMark;
        linger = other.linger;
    }

    /**
     * One that waits for others to connect.
     *
     * @param address such as {@code tcp://127.0.0.1:5555} or {@code tcp://[::1]:5555}; with {@code *} as host, which is all of
     *     the machine's interfaces, everybody who reaches it may connect: then use {@link #curve}
     * @throws IllegalArgumentException if the address is not {@code tcp://host:port}
     */
    public static ZeroMqConfig bind(String address) {
        return at(address, true);
    }

    /**
     * One that connects to another program, and again when the connection is lost; otherwise as {@link #bind}.
     *
     * @throws IllegalArgumentException if the address is not {@code tcp://host:port}, with a host and a port of their own
     */
    public static ZeroMqConfig connect(String address) {
        return at(Addresses.requirePeer(address), false);
    }

    private static ZeroMqConfig at(String address, boolean binding) {
        var config = new ZeroMqConfig();
        config.address = Addresses.require(address);
        config.binding = binding;
        return config;
    }

    /** The same with other sockets; {@link Pattern#PUSH_PULL} if not called. */
    public ZeroMqConfig pattern(Pattern value) {
        var config = new ZeroMqConfig(this);
        config.pattern = Objects.requireNonNull(value, "pattern");
        return config;
    }

    /**
     * The same with texts instead of whole events: a source gives each the type, and a sink sends the payload alone, as it
     * is if it is a string and else as JSON.
     *
     * @param type of a source's events
     * @throws IllegalArgumentException if it is malformed
     */
    public ZeroMqConfig text(String type) {
        return text((Object) EventDraft.requireType(type));
    }

    /** The same with a numeric type. */
    public ZeroMqConfig text(long type) {
        return text((Object) type);
    }

    private ZeroMqConfig text(Object value) {
        var config = new ZeroMqConfig(this);
        config.mode = Mode.TEXT;
        config.type = value;
        return config;
    }

    /**
     * The same with a topic, which has effect with {@link Pattern#PUB_SUB} only. A source takes only messages whose first frame begins
     * with it. A sink sends it as a frame of its own before that of the event; in it, {@code {type}} stands for the event's type.
     * Without it a source takes all messages, and a sink sends one frame.
     *
     * @param value up to 255 bytes in UTF-8
     */
    public ZeroMqConfig topic(String value) {
        int length = value.getBytes(StandardCharsets.UTF_8).length;
        var config = new ZeroMqConfig(this);
        config.topic = value;
        between("topic's length", length, 0, LONGEST_TOPIC);
        return config;
    }

    /**
     * The same with a context in which a source's events happened; by default it is the address. With it the ids that other
     * programs give need not differ from those of the domain: the same source and id again is a duplicate.
     */
    public ZeroMqConfig eventSource(String value) {
        var config = new ZeroMqConfig(this);
        EventDraft.of(0, null).source(value); // looks at its form
        config.eventSource = value;
        return config;
    }

    /** The same, encrypted. */
    public ZeroMqConfig curve(Curve value) {
        var config = new ZeroMqConfig(this);
        config.curve = Objects.requireNonNull(value, "curve");
        return config;
    }

    /** The same with another limit of what a source takes, in bytes of a frame: who sends more is cut off, and counted. */
    public ZeroMqConfig maxFrame(int bytes) {
        var config = new ZeroMqConfig(this);
        config.maxFrame = between("max-frame", bytes, 1, LARGEST_FRAME);
        return config;
    }

    /** The same with another number of messages that ZeroMQ keeps for each peer, and a sink for its socket. */
    public ZeroMqConfig highWaterMark(int messages) {
        var config = new ZeroMqConfig(this);
        config.highWaterMark = between("high-water-mark", messages, 1, LARGEST_MARK);
        return config;
    }

    /** The same with another time that a sink's close waits for what has not been sent; at most a minute. */
    public ZeroMqConfig linger(Duration value) {
        if (value.isNegative() || value.compareTo(LONGEST_LINGER) > 0) {
            throw new IllegalArgumentException("linger is " + value + ", not 0 to " + LONGEST_LINGER);
        }
        var config = new ZeroMqConfig(this);
        config.linger = value;
        return config;
    }

    private static int between(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(what + " is " + value + ", not " + min + " to " + max);
        }
        return value;
    }

    /** Where to. */
    public String address() {
        return address;
    }

    /** Whether it waits for others to connect. */
    public boolean isBinding() {
        return binding;
    }

    /** Which sockets. */
    public Pattern pattern() {
        return pattern;
    }

    /** What a frame is. */
    public Mode mode() {
        return mode;
    }

    /** In {@link Mode#TEXT}, a {@link String} or a {@link Long}; otherwise null. */
    public Object type() {
        return type;
    }

    /** The topic, if there is one. */
    public Optional<String> topic() {
        return Optional.ofNullable(topic);
    }

    /** The source of received events: that was given, or else the address. */
    public String eventSource() {
        return eventSource != null ? eventSource : address;
    }

    /** The keys, if it is encrypted. */
    public Optional<Curve> curve() {
        return Optional.ofNullable(curve);
    }

    /** Bytes of a frame that is received, at most. */
    public int maxFrame() {
        return maxFrame;
    }

    /** Messages that are kept for each peer. */
    public int highWaterMark() {
        return highWaterMark;
    }

    /** How long the close of a sink waits. */
    public Duration linger() {
        return linger;
    }

    @Override
    public String toString() {
        return (binding ? "bound to " : "connected to ") + address;
    }
}
