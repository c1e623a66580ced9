package org.eventnexus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R13")
@Tag("AN-01")
class EventDraftTest {
    private final EventDraft<Object> draft = EventDraft.of("type", null);

    @ParameterizedTest
    @ValueSource(strings = {"\n", "a\rb", "a\u0000", "\u007f", "\u0085", "\u2028", "\u2029", "\ud800", "\udc00x"})
    void controlCharactersAreRefusedEverywhere(String bad) {
        assertThatThrownBy(() -> EventDraft.of(bad, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> draft.id(bad))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("id");
        assertThatThrownBy(() -> draft.source(bad)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> draft.subject(bad)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> draft.key(bad)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> draft.header("h", bad)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a*", "*", "\u00a0", "a\u3000"})
    void aTypeHasNoWhiteSpaceAndNoAsterisk(String bad) {
        assertThatThrownBy(() -> EventDraft.of(bad, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("type");
        assertThatCode(() -> draft.id(bad)).doesNotThrowAnyException();
    }

    @Test
    void lengths() {
        String longest = "x".repeat(EventDraft.MAX_LENGTH);
        assertThat(EventDraft.of(longest, null).id(longest).id()).isEqualTo(longest);
        assertThatThrownBy(() -> draft.id("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> draft.id(longest + "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("257");
        assertThatThrownBy(() -> EventDraft.of(longest + "x", null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EventDraft.of("", null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> draft.source("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> draft.subject("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingButThePayloadMayBeNull() {
        assertThatThrownBy(() -> EventDraft.of((String) null, null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> draft.id(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> draft.source(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> draft.subject(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> draft.key(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> draft.time(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> draft.header("h", null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> draft.header(null, "v")).isInstanceOf(NullPointerException.class);
    }

    @Test
    void headersAreNamedAsCloudEventsNamesThem() {
        draft.header("TraceParent", "1").header("traceparent", "2");
        assertThat(draft.headers()).containsOnly(java.util.Map.entry("traceparent", "2"));
        for (String bad : new String[] {"", "a-b", "a b", "ä", "a_b"}) {
            assertThatThrownBy(() -> draft.header(bad, "v")).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> draft.headers().put("x", "y")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void idsAndTypesMayBeNumbers() {
        assertThat(EventDraft.of(Long.MIN_VALUE, null).type()).isEqualTo(Long.MIN_VALUE);
        assertThat(draft.id(Long.MAX_VALUE).id()).isEqualTo(Long.MAX_VALUE);
    }
}
