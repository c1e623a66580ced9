package org.eventnexus.cdi;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eventnexus.EventSelector;

/** Reads which events a receiver's annotation selects. */
final class SelectorReader {
    private final String place;
    private final Problems problems;
    private final Set<EventSelector> selectors = new LinkedHashSet<>();

    SelectorReader(String place, Problems problems) {
        this.place = place;
        this.problems = problems;
    }

    /** What the annotations that select events say. */
    private record Members(String named, String[] value, long[] number, long[] range, long[] mask, Class<?>[] payload) {
        List<String> given() {
            Map<String, Integer> lengths = new LinkedHashMap<>();
            lengths.put(named, value.length);
            lengths.put("number", number.length);
            lengths.put("range", range.length);
            lengths.put("mask", mask.length);
            lengths.put("payload", payload.length);
            return lengths.keySet().stream()
                    .filter(member -> lengths.get(member) > 0)
                    .toList();
        }
    }

    /** @param otherwise which events are meant if the annotation does not say; may throw as {@link EventSelector#type} does */
    Set<EventSelector> read(Handles handles, Supplier<EventSelector> otherwise) {
        return read(
                new Members(
                        "value", handles.value(), handles.number(), handles.range(), handles.mask(), handles.payload()),
                otherwise);
    }

    /** @param otherwise which events are meant if the annotation does not say; may throw as {@link EventSelector#type} does */
    Set<EventSelector> read(Subscribes told, Supplier<EventSelector> otherwise) {
        return read(
                new Members("value", told.value(), told.number(), told.range(), told.mask(), told.payload()),
                otherwise);
    }

    /** @param otherwise which events are meant if the annotation does not say; may throw as {@link EventSelector#type} does */
    Set<EventSelector> read(SubscribesAsync told, Supplier<EventSelector> otherwise) {
        return read(
                new Members("value", told.value(), told.number(), told.range(), told.mask(), told.payload()),
                otherwise);
    }

    /** @param otherwise which events are meant if the annotation does not say; may throw as {@link EventSelector#type} does */
    Set<EventSelector> read(Forwards told, Supplier<EventSelector> otherwise) {
        return read(
                new Members("value", told.value(), told.number(), told.range(), told.mask(), told.payload()),
                otherwise);
    }

    /** @param otherwise which events are meant if the annotation does not say */
    Set<EventSelector> read(Works told, Supplier<EventSelector> otherwise) {
        return read(
                new Members("select", told.select(), told.number(), told.range(), told.mask(), told.payload()),
                otherwise);
    }

    private Set<EventSelector> read(Members members, Supplier<EventSelector> otherwise) {
        List<String> given = members.given();
        if (given.size() > 1) {
            problems.add(
                    "ENX-0126",
                    place,
                    "its annotation selects events by " + String.join(" and ", given) + " at once",
                    "keep one of them, or put all into " + members.named()
                            + ", where a selector may be 'number 5', 'numbers 100..199' or 'mask 0x6'");
        }
        addAll(Arrays.stream(members.value()), EventSelector::parse);
        addAll(Arrays.stream(members.number()).boxed(), EventSelector::type);
        addAll(members.range().length == 0 ? Stream.empty() : Stream.of(members.range()), SelectorReader::range);
        addAll(Arrays.stream(members.mask()).boxed(), EventSelector::mask);
        addAll(Arrays.stream(members.payload()), EventSelector::payload);
        if (given.isEmpty()) {
            addAll(Stream.of(otherwise), Supplier::get);
        }
        return selectors;
    }

    private <V> void addAll(Stream<V> values, Function<V, EventSelector> selector) {
        values.forEach(value -> {
            try {
                selectors.add(selector.apply(value));
            } catch (IllegalArgumentException malformed) {
                problems.add("ENX-0105", place, malformed.getMessage(), "correct the annotation's value");
            }
        });
    }

    private static EventSelector range(long[] bounds) {
        if (bounds.length != 2) {
            throw new IllegalArgumentException(
                    "a range is two numbers, the lowest and the highest, not " + Arrays.toString(bounds));
        }
        return EventSelector.range(bounds[0], bounds[1]);
    }
}
