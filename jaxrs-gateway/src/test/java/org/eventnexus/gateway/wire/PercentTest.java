package org.eventnexus.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PercentTest {
    @Test
    void decodesUtf8AndKeepsAPlus() {
        assertThat(Percent.decode("a%20b+c%C3%A9%f0%9F%98%80\u00e9")).contains("a b+c\u00e9\ud83d\ude00\u00e9");
        assertThat(Percent.decode("")).contains("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%1", "a%", "%zz", "%1z", "%-1", "%ff", "%c3%28", "%c0%80", "%ed%a0%80"})
    void refusesWhatIsNone(String text) {
        assertThat(Percent.decode(text)).isEmpty();
    }
}
