package org.eventnexus.zeromq;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eventnexus.EventDraft;
import org.eventnexus.EventSelector;
import org.eventnexus.cdi.Values;
import org.eventnexus.zeromq.ZeroMqConfig.Mode;
import org.eventnexus.zeromq.ZeroMqConfig.Pattern;

/** The settings of a connection: how each is called, read, and put into the configuration, if it belongs there. */
enum ZeroMqSetting {
    DIRECTION("direction", text -> Values.choice(Direction.class, text)),
    ADDRESS("address", text -> Addresses.require(text.strip())),
    ATTACH("attach", text -> Values.choice(Attach.class, text)),
    PATTERN("pattern", text -> Values.choice(Pattern.class, text), ZeroMqConfig::pattern),
    TOPIC("topic", Function.identity(), ZeroMqConfig::topic),
    MODE("mode", text -> Values.choice(Mode.class, text)),
    TYPE("type", ZeroMqSetting::type),
    SELECT("select", ZeroMqSetting::selectors),
    EVENT_SOURCE("event-source", String::strip, ZeroMqConfig::eventSource),
    CURVE_SECRET_KEY("curve.secret-key", KeyText::key),
    CURVE_CLIENTS("curve.clients", KeyText::keys),
    CURVE_SERVER_KEY("curve.server-key", KeyText::key),
    CURVE_PUBLIC_KEY("curve.public-key", KeyText::key),
    MAX_FRAME("max-frame", Values::number, ZeroMqConfig::maxFrame),
    HIGH_WATER_MARK("high-water-mark", Values::number, ZeroMqConfig::highWaterMark),
    LINGER("linger", Values::duration, ZeroMqConfig::linger);

    private static final String NUMBER = "number ";

    /** Which way events go. */
    enum Direction {
        IN,
        OUT
    }

    /** Who waits for whom. */
    enum Attach {
        BIND,
        CONNECT
    }

    private final String key;
    private final Function<String, Object> reader;
    private final BiFunction<ZeroMqConfig, String, ZeroMqConfig> put;

    <V> ZeroMqSetting(String key, Function<String, V> read) {
        this.key = key;
        this.reader = read::apply;
        this.put = (config, text) -> config;
    }

    <V> ZeroMqSetting(String key, Function<String, V> read, BiFunction<ZeroMqConfig, V, ZeroMqConfig> put) {
        this.key = key;
        this.reader = read::apply;
        this.put = (config, text) -> put.apply(config, read.apply(text));
    }

    private static Object type(String text) {
        String type = text.strip();
        return type.startsWith(NUMBER) ? numeric(type) : EventDraft.requireType(type);
    }

    private static Object numeric(String text) {
        try {
            return Long.valueOf(text.substring(NUMBER.length()).strip());
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException("'" + text + "' is no type such as line or number 7", malformed);
        }
    }

    private static Set<EventSelector> selectors(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .map(EventSelector::parse)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    String key() {
        return key;
    }

    /** @throws IllegalArgumentException if the value cannot be read */
    Object read(String value) {
        return reader.apply(value);
    }

    /**
     * Puts it into a configuration, if it is one that a configuration has just so.
     *
     * @throws IllegalArgumentException if the value cannot be read or is out of range
     */
    ZeroMqConfig apply(ZeroMqConfig config, String value) {
        return put.apply(config, value);
    }

    /** Whether it does something for events that go this way; both of them need most. */
    boolean isFor(Direction direction) {
        return switch (this) {
            case TYPE, EVENT_SOURCE, MAX_FRAME -> direction == Direction.IN;
            case SELECT, LINGER -> direction == Direction.OUT;
            default -> true;
        };
    }
}
