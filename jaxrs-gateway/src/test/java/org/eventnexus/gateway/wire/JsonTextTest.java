package org.eventnexus.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|{}",
                "[]|[]",
                "` \t\r\n[ 1 , 2 ]\n`|[1,2]",
                "{ \"a\" : { \"b\" : [ ] , \"c\" : { } } }|{\"a\":{\"b\":[],\"c\":{}}}",
                "\" kept, : { as is } \\\" \\u00e9\"|\" kept, : { as is } \\\" \\u00e9\"",
                "true|true",
                "null|null",
                "-0|-0",
                "0.10|0.10",
                "1E+400|1E+400",
                "[[1],[2,[3]]]|[[1],[2,[3]]]"
            })
    void keepsTheValueAndDropsTheSpace(String in, String out) {
        assertThat(JsonText.parse(in).text()).isEqualTo(out);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "[1",
                "[1,",
                "[1,]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "{1:1}",
                "]",
                "}",
                "[1}",
                "{\"a\":1]",
                "1 2",
                "{}{}",
                "nul",
                "nulll",
                "True",
                "NaN",
                "Infinity",
                "01",
                "1.",
                ".5",
                "+1",
                "-",
                "1e",
                "1e+",
                "0x10",
                "\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"\\u\uff11234\"",
                "\"a\nb\"",
                "\"a\u0000b\"",
                "\u0000",
                "1\u0000",
                "\uFEFF{}",
                "[1\u00a0]",
                "// no\n1",
                "[,1]",
                ",",
                ":"
            })
    void refusesWhatIsNotJson(String in) {
        assertThatThrownBy(() -> JsonText.parse(in)).isInstanceOf(MalformedException.class);
    }

    @Test
    void nestsAThousandDeepAndNoDeeper() {
        assertThat(JsonText.parse(nested(1_000)).text()).hasSize(2_000);
        assertThatThrownBy(() -> JsonText.parse(nested(1_001))).hasMessageContaining("deeper than 1,000");
        assertThatThrownBy(() -> JsonText.parse("[".repeat(1_000_000))).hasMessageContaining("deeper than 1,000");
        assertThatThrownBy(() -> JsonText.parse("{\"a\":".repeat(100_000))).hasMessageContaining("deeper than 1,000");
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    @Test
    void refusesWhatIsNotUtf8() {
        byte[][] bad = {
            {'"', (byte) 0xff, '"'},
            {'"', (byte) 0xc0, (byte) 0x80, '"'},
            {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'},
            {'"', (byte) 0xe2, (byte) 0x82}
        };
        for (byte[] bytes : bad) {
            assertThatThrownBy(() -> JsonText.parse(bytes)).hasMessageContaining("UTF-8");
        }
        assertThat(JsonText.parse("\"€𝄞\"".getBytes(StandardCharsets.UTF_8)).text())
                .isEqualTo("\"€𝄞\"");
    }

    @ParameterizedTest
    @CsvSource({"1e9999,false", "1e10000,true", "1E-10000,true", "1e0000000001,true", "12345,false"})
    void knowsNumbersThatAreTooMuch(String number, boolean extreme) {
        assertThat(JsonText.parse("[" + number + "]").extreme()).isEqualTo(extreme);
    }

    @Test
    void knowsNumbersThatAreTooLong() {
        assertThat(JsonText.parse("9".repeat(1_000)).extreme()).isFalse();
        assertThat(JsonText.parse("9".repeat(1_001)).extreme()).isTrue();
    }

    @Test
    void saysWhereItFails() {
        assertThatThrownBy(() -> JsonText.parse("{\"a\":1 \"b\"}"))
                .hasMessage("malformed JSON: at character 8 there should be '}'");
        assertThatThrownBy(() -> JsonText.parse("[1")).hasMessage("malformed JSON: at the end there should be ']'");
    }

    @Test
    void takesAnObjectApart() {
        JsonText object =
                JsonText.parse("{ \"a\\u0062\": [1, {\"x\": \"}\\\"]\"}], \"c\": \"d,\", \"e\": -1.5e3 , \"f\":{}}");
        assertThat(JsonMembers.of(object, "it"))
                .containsExactly(
                        Map.entry("ab", new JsonText("[1,{\"x\":\"}\\\"]\"}]", false)),
                        Map.entry("c", new JsonText("\"d,\"", false)),
                        Map.entry("e", new JsonText("-1.5e3", false)),
                        Map.entry("f", new JsonText("{}", false)));
        assertThat(JsonMembers.of(JsonText.parse("{}"), "it")).isEmpty();
    }

    @Test
    void seesAKeyThatIsThereTwiceHoweverItIsWritten() {
        assertThatThrownBy(() -> JsonMembers.of(JsonText.parse("{\"type\":1,\"t\\u0079pe\":2}"), "it"))
                .hasMessage("it has a key twice: type");
        assertThatThrownBy(() -> JsonMembers.of(JsonText.parse("[1]"), "it")).hasMessage("it is not a JSON object");
    }
}
