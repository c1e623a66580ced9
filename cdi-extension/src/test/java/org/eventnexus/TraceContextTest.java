package org.eventnexus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The form of W3C Trace Context. */
@Tag("BX-09")
class TraceContextTest {
    private static final String IDS = "-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-";

    @ParameterizedTest
    @ValueSource(strings = {"00" + IDS + "01", "00" + IDS + "ff", "cc" + IDS + "01", "01" + IDS + "01-more"})
    void wellFormed(String text) {
        assertThat(TraceContext.isParent(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "ff" + IDS + "01",
                "00" + IDS + "01-more",
                "01" + IDS + "01more",
                "00" + IDS + "0",
                "00" + IDS + "0g",
                "00" + IDS + "0A",
                "0x" + IDS + "01",
                " 00" + IDS + "01",
                "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01"
            })
    void malformed(String text) {
        assertThat(TraceContext.isParent(text)).isFalse();
    }

    @Test
    void aStateIsPrintableAndNotTooLong() {
        assertThat(TraceContext.isState("rojo=1,congo=t61")).isTrue();
        assertThat(TraceContext.isState("x".repeat(512))).isTrue();
        assertThat(TraceContext.isState("x".repeat(513))).isFalse();
        assertThat(TraceContext.isState("a=\u00e9")).isFalse();
        assertThat(TraceContext.isState("a=1,\tb=2")).isFalse();
        assertThat(TraceContext.isState("")).isFalse();
        assertThat(TraceContext.isState(null)).isFalse();
        assertThat(TraceContext.isParent(null)).isFalse();
    }
}
