package org.eventnexus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
                "a-b_c:d/e"
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
                "a\u00a0b"
            })
    void whatCannotBeReadIsNamed(String text) {
        assertThatThrownBy(() -> EventSelector.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the selector '" + text + "' cannot be read")
                .hasMessageContaining("a selector is a type");
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
