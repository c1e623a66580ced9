package org.eventnexus.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eventnexus.EventDraft;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventReaderTest {
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final CloudEventReader reader = new CloudEventReader(new JsonBinding());

    private EventDraft<?> structured(String json) {
        return reader.structured(json.getBytes(StandardCharsets.UTF_8));
    }

    /** A good event and something more. */
    private EventDraft<?> with(String members) {
        return structured("{\"specversion\":\"1.0\",\"type\":\"order.placed\"," + members + "}");
    }

    @Test
    void readsAllAttributes() {
        EventDraft<?> draft = structured("""
                {"specversion": "1.0", "id": "é/1", "source": "/shop", "type": "order.placed", "subject": "o-1",
                 "time": "2026-01-31T12:00:00.5+01:00", "datacontenttype": "application/json; charset=utf-8",
                 "dataschema": "https://example.org/s", "priority": -5, "partitionkey": "k",
                 "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                 "flag": true, "count": 7, "nothing": null, "data": {"n": 1.50}}
                """);
        assertThat(draft.id()).isEqualTo("é/1");
        assertThat(draft.source()).isEqualTo("/shop");
        assertThat(draft.type()).isEqualTo("order.placed");
        assertThat(draft.subject()).isEqualTo("o-1");
        assertThat(draft.time()).isEqualTo(Instant.parse("2026-01-31T11:00:00.5Z"));
        assertThat(draft.priority()).isEqualTo(-5);
        assertThat(draft.key()).isEqualTo("k");
        assertThat(draft.headers())
                .containsOnly(
                        Map.entry("datacontenttype", "application/json; charset=utf-8"),
                        Map.entry("dataschema", "https://example.org/s"),
                        Map.entry("traceparent", TRACE),
                        Map.entry("flag", "true"),
                        Map.entry("count", "7"));
        assertThat(draft.payload()).hasToString("{\"n\":1.50}");
        assertThat(draft.isTimed()).isTrue();
    }

    /** As W3C Trace Context has it; whoever sends it is not told, as a system on the way may have done it. */
    @Test
    void aMalformedTraceIsLeftOut() {
        String event = "{\"specversion\":\"1.0\",\"type\":\"a\",\"traceparent\":\"%s\",\"tracestate\":\"%s\"}";
        assertThat(structured(event.formatted("00-ab-cd-01", "rojo=1")).headers())
                .isEmpty();
        assertThat(structured(event.formatted(TRACE, "rojo=1")).headers()).containsEntry("tracestate", "rojo=1");
        assertThat(structured(event.formatted(TRACE, "x".repeat(513))).headers())
                .containsOnlyKeys("traceparent");
    }

    /** U+1FAE8 is a face of Unicode 15, and Java 17 has Unicode 13; U+FFFE never will be a character. */
    @Test
    void takesCharactersThatAreNewerThanJava() {
        assertThat(with("'id':'\\ud83e\\udee8','subject':'\ud83e\udee8'".replace('\'', '"'))
                        .id())
                .isEqualTo("\ud83e\udee8");
        for (String never : new String[] {"\ufffe", "\ufdd0", "\ud83f\udfff"}) {
            assertThatThrownBy(() -> with("\"id\":\"" + never + "\"")).hasMessageContaining("id");
        }
    }

    @Test
    void leavesOutWhatIsNotSaid() {
        EventDraft<?> draft = structured("{\"specversion\":\"1.0\",\"type\":\"t\"}");
        assertThat(draft.id()).isNull();
        assertThat(draft.source()).isNull();
        assertThat(draft.payload()).isNull();
        assertThat(draft.headers()).isEmpty();
    }

    @Test
    void dataMayBeBytesOrNull() {
        assertThat(with("\"data_base64\":\"aGk=\"").payload()).isEqualTo("hi".getBytes(StandardCharsets.UTF_8));
        assertThat(with("\"data\":null").payload()).hasToString("null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "specversion|{'type':'t'}",
                "specversion|{'specversion':'0.3','type':'t'}",
                "specversion|{'specversion':1.0,'type':'t'}",
                "type|{'specversion':'1.0'}",
                "type|{'specversion':'1.0','type':null}",
                "type|{'specversion':'1.0','type':''}",
                "type|{'specversion':'1.0','type':5}",
                "type|{'specversion':'1.0','type':'a b'}",
                "type|{'specversion':'1.0','type':'a.*'}",
                "type|{'specversion':'1.0','type':'a\\r\\nb'}",
                "type|{'specversion':'1.0','type':'a\\u0000b'}",
                "type|{'specversion':'1.0','type':'a\\u0085b'}",
                "type|{'specversion':'1.0','type':'a\\u2028b'}",
                "type|{'specversion':'1.0','type':'a\\ud834b'}"
            })
    void namesTheEnvelopesFault(String attribute, String json) {
        assertThatThrownBy(() -> structured(json.replace('\'', '"')))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(attribute);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id|'id':''",
                "id|'id':7",
                "id|'id':'a\\nb'",
                "id|'id':'next'",
                "source|'source':''",
                "source|'source':'a\\u0007'",
                "subject|'subject':''",
                "subject|'subject':[]",
                "time|'time':'yesterday'",
                "time|'time':'2026-01-31T12:00Z'",
                "time|'time':'2026-01-31 12:00:00Z'",
                "time|'time':'2026-02-30T12:00:00Z'",
                "time|'time':'2026-01-31T12:00:00'",
                "time|'time':5",
                "priority|'priority':1.5",
                "priority|'priority':'urgent'",
                "priority|'priority':2147483648",
                "priority|'priority':1e3",
                "priority|'priority':true",
                "datacontenttype|'datacontenttype':'json'",
                "data_base64|'data_base64':'***'",
                "data_base64|'data_base64':5",
                "data_base64|'data_base64':'aGk=','data':1",
                "Extension|'Extension':'x'",
                "ex_t|'ex_t':'x'",
                "ext|'ext':{}",
                "ext|'ext':[1]",
                "ext|'ext':1.5",
                "ext|'ext':1e999999999",
                "ext|'ext':99999999999",
                "ext|'ext':'a\\r\\nb'",
                "partitionkey|'partitionkey':{}",
                "time|'time':'9999-12-31T23:59:59-00:01'",
                "time|'time':'0000-01-01T00:00:00+00:01'",
                "dataschema|'dataschema':''",
                "dataschema|'dataschema':7",
                "ext|'ext':2147483648",
                "type|'type':'again'"
            })
    void namesTheAttributesFault(String attribute, String members) {
        assertThatThrownBy(() -> with(members.replace('\'', '"')))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(attribute);
    }

    @Test
    void boundsIdAndType() {
        assertThat(with("\"id\":\"" + "x".repeat(256) + "\"").id()).isEqualTo("x".repeat(256));
        assertThatThrownBy(() -> with("\"id\":\"" + "x".repeat(257) + "\"")).hasMessageContaining("id has 257");
        assertThatThrownBy(() -> reader.plain("t".repeat(257), "1".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("type has 257");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"x\"", "5", "null"})
    void aCloudEventIsAnObject(String json) {
        assertThatThrownBy(() -> structured(json)).hasMessage("the CloudEvent is not a JSON object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-31T23:59:60Z", "2026-01-31t23:59:59.123456789123z", "2026-01-31T12:00:00-11:30"})
    void takesEveryTimestampOfRfc3339(String time) {
        assertThat(with("\"time\":\"" + time + "\"").time()).isNotNull();
    }

    @Test
    void readsBinaryMode() {
        Map<String, String> headers = Map.of(
                "specversion", "1.0", "Type", "a.b", "ID", "1%2F%C3%A9+", "source", "/s", "priority", "3", "ext", "x");
        EventDraft<?> draft = reader.binary(headers, "[1, 2]".getBytes(StandardCharsets.UTF_8));
        assertThat(draft.id()).isEqualTo("1/é+");
        assertThat(draft.type()).isEqualTo("a.b");
        assertThat(draft.priority()).isEqualTo(3);
        assertThat(draft.headers()).containsOnly(Map.entry("ext", "x"));
        assertThat(draft.payload()).hasToString("[1,2]");
        assertThat(reader.binary(headers, new byte[0]).payload()).isNull();
    }

    @Test
    void binaryModeIsAsStrict() {
        byte[] body = "1".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> reader.binary(Map.of("type", "t"), body)).hasMessageContaining("specversion");
        assertThatThrownBy(() -> reader.binary(Map.of("specversion", "1.0"), body))
                .hasMessageContaining("type");
        assertThatThrownBy(() -> reader.binary(Map.of("specversion", "1.0", "type", "a%0Ab"), body))
                .hasMessageContaining("type");
        assertThatThrownBy(() -> reader.binary(Map.of("specversion", "1.0", "type", "a%zz"), body))
                .hasMessageContaining("ce-type");
        assertThatThrownBy(() ->
                        reader.binary(Map.of("specversion", "1.0", "type", "t", "datacontenttype", "text/plain"), body))
                .hasMessageContaining("datacontenttype");
    }

    @Test
    void readsPlainJson() {
        EventDraft<?> draft = reader.plain("a.b", " \"x\" ".getBytes(StandardCharsets.UTF_8));
        assertThat(draft.type()).isEqualTo("a.b");
        assertThat(draft.payload()).hasToString("\"x\"");
        assertThat(draft.isTimed()).isTrue();
        assertThatThrownBy(() -> reader.plain("a\r\nb", "1".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("type");
        assertThatThrownBy(() -> reader.plain("t", new byte[0])).hasMessageContaining("malformed JSON");
    }

    private List<EventDraft<?>> batch(String json, int most) {
        return reader.batch(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), most);
    }

    @Test
    void readsABatchInItsOrder() {
        assertThat(batch(" [ ] ", 2)).isEmpty();
        assertThat(batch(
                        "[{'specversion':'1.0','type':'a','data':[1,{'b':']'}]} , {'specversion':'1.0','type':'b'}]",
                        2))
                .extracting(EventDraft::type)
                .containsExactly("a", "b");
    }

    @Test
    void aBatchIsNoLargerThanItMayBe() {
        assertThatThrownBy(() -> batch("[1,2,3]", 2))
                .isInstanceOf(BatchTooLargeException.class)
                .hasMessageContaining("more than 2 events");
    }

    @Test
    void namesWhichEventOfABatchIsMalformed() {
        assertThatThrownBy(() -> batch("[{'specversion':'1.0','type':'a'},{'specversion':'1.0'}]", 9))
                .isInstanceOf(MalformedException.class)
                .hasMessage("[1] of the batch: type is missing");
        assertThatThrownBy(() -> batch("[[]]", 9)).hasMessage("[0] of the batch: the CloudEvent is not a JSON object");
        assertThatThrownBy(() -> batch("{}", 9)).hasMessage("the batch is not a JSON array");
    }

    @Test
    void boundsWhatAnEventsAttributesAreTogether() {
        String half = "x".repeat(CloudEventReader.MAX_ATTRIBUTES / 2 - 100);
        assertThat(with("\"ext\":\"" + half + "\",\"subject\":\"" + half + "\"").subject())
                .isEqualTo(half);
        assertThatThrownBy(() -> with("\"ext\":\"" + half + half + "\",\"subject\":\"" + half + "\""))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("'ext'");
        byte[] body = "1".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() ->
                        reader.binary(Map.of("specversion", "1.0", "type", "t", "long", half + half + half), body))
                .hasMessageContaining("'long'");
    }

    @Test
    void quotedHeadersAreTakenOutOfTheirQuotes() {
        Map<String, String> headers = Map.of(
                "specversion", "1.0", "type", "\"a.b\"", "subject", "\"say \\\"%C3%A9\\\\\"", "ext", "\"a\" b \"c\"");
        EventDraft<?> draft = reader.binary(headers, new byte[0]);
        assertThat(draft.type()).isEqualTo("a.b");
        assertThat(draft.subject()).isEqualTo("say \"é\\");
        assertThat(draft.headers()).containsOnly(Map.entry("ext", "\"a\" b \"c\""));
    }
}
