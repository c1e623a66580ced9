package org.eventnexus.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonStringsTest {

    @ParameterizedTest
    @CsvSource({"a\"b,\"a\\\"b\"", "a\\b,\"a\\\\b\"", "é€𝄞,\"é€𝄞\"", "'','\"\"'"})
    void quotesWhatItMust(String value, String literal) {
        assertThat(quoted(value)).isEqualTo(literal);
        assertThat(JsonStrings.unquote(literal)).isEqualTo(value);
    }

    @Test
    void escapesControlCharacters() {
        assertThat(quoted("a\r\n\t\u0000\u001f")).isEqualTo("\"a\\r\\n\\t\\u0000\\u001f\"");
    }

    @Test
    void escapesSurrogatesThatStandAlone() {
        assertThat(quoted("a\ud834b")).isEqualTo("\"a\\ud834b\"");
        assertThat(quoted("\udd1e\ud834")).isEqualTo("\"\\udd1e\\ud834\"");
        assertThat(quoted("\ud834\udd1e")).isEqualTo("\"\ud834\udd1e\"");
    }

    @Test
    void anyStringComesBack() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder any = new StringBuilder();
            random.ints(random.nextInt(20), 0, 0x10000).forEach(c -> any.append((char) (c >> random.nextInt(12))));
            String literal = JsonText.parse(quoted(any.toString())).text();
            assertThat(JsonStrings.unquote(literal)).isEqualTo(any.toString());
        }
    }

    private static String quoted(String value) {
        StringBuilder out = new StringBuilder();
        JsonStrings.quote(out, value);
        return out.toString();
    }
}
