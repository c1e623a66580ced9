package org.eventnexus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("AU-02")
class EventSelectorTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "order",
                "order.placed",
                "a.b.c",
                "order.*",
                "a.b.*",
                "order.**",
                "a.b.**",
                "*",
                "**",
                "a..b",
                ".a",
                "Ünïcode✓",
                "5",
                "-",
                "a-b_c:d/e",
                "1..5",
                "&6",
                "number",
                "number 5",
                "number -9223372036854775808",
                "numbers 100..199",
                "numbers -5..-1",
                "mask 0x6",
                "mask 0x8000000000000000"
            })
    void whatCanBeReadIsWrittenAgain(String text) {
        EventSelector selector = EventSelector.parse(text);
        assertThat(selector).hasToString(text).isEqualTo(EventSelector.parse(text));
        assertThat(selector.hashCode()).isEqualTo(EventSelector.parse(text).hashCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "order placed",
                "order.*.placed",
                "*.placed",
                "**.placed",
                "a*",
                "a**",
                "***",
                ".*",
                ".**",
                "order.***",
                "*.*",
                "a\tb",
                "a\nb",
                "a\u0000",
                "a\u2028b",
                "a\u00a0b",
                "number five",
                "number 9223372036854775808",
                "numbers 199..100",
                "numbers 1...5",
                "numbers 5",
                "mask 0",
                "mask 0x0",
                "mask -1",
                "mask 0x10000000000000000",
                "payload java.lang.String"
            })
    void whatCannotBeReadIsNamed(String text) {
        assertThatThrownBy(() -> EventSelector.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the selector '" + text + "' cannot be read")
                .hasMessageContaining("a selector is a type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"number 5", "numbers 1..5", "mask 6"})
    void aPatternIsNeverOfNumbers(String text) {
        assertThatThrownBy(() -> EventSelector.pattern(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the selector '" + text + "' cannot be read")
                .hasMessageEndingWith("a selector is a type, a type and '.*' or '.**', or '**'");
        assertThat(EventSelector.pattern("order.*")).isEqualTo(EventSelector.parse("order.*"));
    }

    @Test
    @Tag("AN-06")
    void aRangeSelectsNumbersFromTheLowestToTheHighest() {
        EventSelector range = EventSelector.range(100, 199);
        assertThat(range).isEqualTo(EventSelector.parse("numbers 100..199"));
        assertThat(range.matches(99L, null)).isFalse();
        assertThat(range.matches(100L, null)).isTrue();
        assertThat(range.matches(199L, null)).isTrue();
        assertThat(range.matches(200L, null)).isFalse();
        assertThat(range.matches("150", null)).isFalse();
        assertThat(EventSelector.range(Long.MIN_VALUE, Long.MAX_VALUE).matches(0L, null))
                .isTrue();
        assertThat(EventSelector.range(7, 7))
                .isEqualTo(EventSelector.type(7))
                .isEqualTo(EventSelector.parse("numbers 7..7"));
        assertThatThrownBy(() -> EventSelector.range(2, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from 2 to 1");
    }

    @Test
    @Tag("AN-05")
    void aMaskSelectsNumbersWithOneOfItsBits() {
        EventSelector mask = EventSelector.mask(6);
        assertThat(mask).isEqualTo(EventSelector.parse("mask 6")).isEqualTo(EventSelector.parse("mask 0x06"));
        assertThat(mask.matches(1L, null)).isFalse();
        assertThat(mask.matches(2L, null)).isTrue();
        assertThat(mask.matches(4L, null)).isTrue();
        assertThat(mask.matches(8L, null)).isFalse();
        assertThat(mask.matches(5L, null)).isTrue();
        assertThat(mask.matches("2", null)).isFalse();
        assertThat(EventSelector.mask(Long.MIN_VALUE).matches(-1L, null)).isTrue();
        assertThatThrownBy(() -> EventSelector.mask(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thoseClashOfWhichNeitherIsMoreSpecific() {
        List<List<EventSelector>> clashing = List.of(
                List.of(EventSelector.type("a"), EventSelector.type("a")),
                List.of(EventSelector.range(1, 5), EventSelector.range(5, 9)),
                List.of(EventSelector.range(1, 9), EventSelector.range(3, 4)),
                List.of(EventSelector.mask(6), EventSelector.mask(12)),
                List.of(EventSelector.payload(Number.class), EventSelector.payload(Integer.class)));
        List<List<EventSelector>> apart = List.of(
                List.of(EventSelector.type("a"), EventSelector.parse("*")),
                List.of(EventSelector.type("5"), EventSelector.type(5)),
                List.of(EventSelector.type(5), EventSelector.range(1, 9)),
                List.of(EventSelector.range(1, 4), EventSelector.range(5, 9)),
                List.of(EventSelector.mask(6), EventSelector.mask(8)),
                List.of(EventSelector.mask(6), EventSelector.range(1, 9)),
                List.of(EventSelector.payload(String.class), EventSelector.payload(Integer.class)));
        assertThat(clashing)
                .allMatch(pair ->
                        pair.get(0).clashesWith(pair.get(1)) && pair.get(1).clashesWith(pair.get(0)));
        assertThat(apart)
                .noneMatch(pair ->
                        pair.get(0).clashesWith(pair.get(1)) || pair.get(1).clashesWith(pair.get(0)));
    }

    @Test
    void theLengthIsThatOfTheType() {
        String longest = "x".repeat(256);
        assertThat(EventSelector.parse(longest).matches(longest, null)).isTrue();
        assertThat(EventSelector.parse(longest + ".**")).isNotNull();
        assertThatThrownBy(() -> EventSelector.parse(longest + "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EventSelector.parse(null)).isInstanceOf(NullPointerException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "order,        order,          true",
        "order,        order.placed,   false",
        "order,        Order,          false",
        "order.placed, order.placed,   true",
        "*,            order,          true",
        "*,            order.placed,   false",
        "order.*,      order,          false",
        "order.*,      order.placed,   true",
        "order.*,      order.placed.x, false",
        "order.*,      orders.placed,  false",
        "order.*,      orderXplaced,   false",
        "order.*,      order.,         false",
        "order.**,     order,          false",
        "order.**,     order.,         false",
        "order.**,     order.placed,   true",
        "order.**,     order.placed.x, true",
        "order.**,     order.x.,       true",
        "order.*,      order.x.,       false",
        "order.**,     orders.placed,  false",
        "a.b.**,       a.b.c.d,        true",
        "a.b.**,       a.c.b,          false",
        "a.*,          a..,            false",
        "a.**,         a..,            true",
        "**,           anything.at.all, true"
    })
    void namesAndPatterns(String selector, String type, boolean matches) {
        assertThat(EventSelector.parse(selector).matches(type, null)).isEqualTo(matches);
    }

    @Test
    void numbersAreMatchedByNumbersOnly() {
        assertThat(EventSelector.type(5).matches(5L, null)).isTrue();
        assertThat(EventSelector.type(5).matches("5", null)).isFalse();
        assertThat(EventSelector.parse("5").matches(5L, null)).isFalse();
        assertThat(EventSelector.parse("*").matches(5L, null)).isFalse();
        assertThat(EventSelector.parse("a.**").matches(5L, null)).isFalse();
        assertThat(EventSelector.any().matches(5L, null)).isTrue();
    }

    @Test
    void payloadsAreMatchedByTheirClass() {
        EventSelector numbers = EventSelector.payload(Number.class);
        assertThat(numbers.matches("any", 1)).isTrue();
        assertThat(numbers.matches("any", 1.5)).isTrue();
        assertThat(numbers.matches("any", "text")).isFalse();
        assertThat(numbers.matches("any", null)).isFalse();
        assertThat(numbers)
                .isEqualTo(EventSelector.payload(Number.class))
                .isNotEqualTo(EventSelector.payload(Integer.class));
    }

    @Test
    @Tag("R10")
    void anEncodedPayloadIsOfNoClass() {
        EncodedPayload json = new EncodedPayload() {
            @Override
            public <C> C decode(Class<C> type) {
                throw new AssertionError("decoded for a selection");
            }
        };
        assertThat(EventSelector.payload(Object.class).matches("a", json)).isFalse();
        assertThat(EventSelector.payload(EncodedPayload.class).matches("a", json))
                .isFalse();
        assertThat(EventSelector.any().matches("a", json)).isTrue();
    }

    @Test
    void aTypeIsAStringOrALong() {
        assertThatThrownBy(() -> new EventSelector.Exact(5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EventSelector.type("a b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EventSelector.payload(null)).isInstanceOf(NullPointerException.class);
    }
}
