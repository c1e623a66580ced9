package org.eventnexus.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eventnexus.EncodedPayload;
import org.eventnexus.PayloadException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPayloadTest {
    private final JsonBinding binding = new JsonBinding();

    public record Order(String sku, int pieces, List<String> tags) {}

    public static class Count {
        public BigInteger number;
    }

    private JsonPayload payload(String json) {
        return new JsonPayload(JsonText.parse(json), binding);
    }

    @Test
    void bindsToWhatAReceiverWants() {
        JsonPayload payload = payload("{\"sku\":\"a\",\"pieces\":3,\"tags\":[\"x\"]}");
        assertThat(payload.decode(Order.class)).isEqualTo(new Order("a", 3, List.of("x")));
        assertThat(payload.decode(JsonObject.class).getInt("pieces")).isEqualTo(3);
        assertThat(payload.decode(JsonValue.class)).isEqualTo(payload.decode(JsonObject.class));
        assertThat(payload.decode(Map.class)).containsEntry("sku", "a");
        assertThat(payload.decode(Object.class)).isInstanceOf(Map.class);
    }

    @Test
    void bindsOnceForEachClass() {
        JsonPayload payload = payload("{\"sku\":\"a\"}");
        assertThat(payload.decode(Order.class)).isSameAs(payload.decode(Order.class));
    }

    @Test
    void aJsonStringIsAString() {
        assertThat(payload("\"a\\n\\u0062\"").decode(String.class)).isEqualTo("a\nb");
        assertThatThrownBy(() -> payload("[1]").decode(String.class)).isInstanceOf(PayloadException.class);
    }

    @Test
    void aJsonNullIsNull() {
        assertThat(payload("null").decode(Order.class)).isNull();
        assertThat(payload("null").decode(String.class)).isNull();
        assertThat(payload("null").decode(JsonValue.class)).isNull();
    }

    @Test
    void numbersBindToNumbers() {
        assertThat(payload("5").decode(Integer.class)).isEqualTo(5);
        assertThat((Object) payload("5").decode(int.class)).isEqualTo(5);
        assertThat(payload("5.50").decode(BigDecimal.class)).isEqualTo(new BigDecimal("5.50"));
        assertThat(payload("5").decode(JsonNumber.class).intValue()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"sku\":{}}", "[1,2]", "5", "\"x\"", "{\"pieces\":\"many\"}"})
    void whatCannotBeBoundIsThePayloadsFault(String json) {
        assertThatThrownBy(() -> payload(json).decode(Order.class)).isInstanceOf(PayloadException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1e-999999999", "-1E+2147483648"})
    @Timeout(5)
    void aHugeNumberIsKeptAndNotBound(String number) {
        JsonPayload payload = payload("{\"number\":" + number + "}");
        assertThat(payload.json()).contains(number);
        for (Class<?> type : List.of(Count.class, Map.class, BigDecimal.class)) {
            assertThatThrownBy(() -> payload.decode(type))
                    .isInstanceOf(PayloadException.class)
                    .hasMessageContaining("too large");
        }
        assertThat(binding.encode(payload)).contains(number);
    }

    @Test
    @Timeout(5)
    void aHugeNumberStaysSmallInJsonP() {
        JsonValue value = payload("[1e999999999]").decode(JsonValue.class);
        assertThat(binding.encode(value)).isEqualTo("[1E+999999999]");
    }

    @Test
    @Timeout(5)
    void aMebibyteOfDigitsIsKeptAndNeverReckoned() {
        String digits = "7".repeat(1 << 20);
        assertThat(payload(digits).json()).isEqualTo(digits);
        assertThatThrownBy(() -> payload(digits).decode(BigInteger.class)).isInstanceOf(PayloadException.class);
        assertThatThrownBy(() -> binding.encode(payload(digits).decode(JsonValue.class)))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void deepNestingIsKept() {
        String deep = "[".repeat(999) + "]".repeat(999);
        assertThat(payload(deep).json()).isEqualTo(deep);
    }

    @Test
    void isReadThroughTheEnginesOwnDoor() {
        Object payload = payload("{\"sku\":\"a\"}");
        assertThat(EncodedPayload.decode(payload, Order.class).sku()).isEqualTo("a");
        assertThat(EncodedPayload.decode(payload, JsonPayload.class)).isSameAs(payload);
    }

    @Test
    void encodesWhatHandlersReturn() {
        assertThat(binding.encode(null)).isEqualTo("null");
        assertThat(binding.encode("a\"")).isEqualTo("\"a\\\"\"");
        assertThat(binding.encode(5)).isEqualTo("5");
        assertThat(binding.encode(true)).isEqualTo("true");
        assertThat(binding.encode(new BigDecimal("1E+999999999"))).isEqualTo("1E+999999999");
        assertThat(binding.encode(JsonValue.EMPTY_JSON_ARRAY)).isEqualTo("[]");
        assertThat(binding.encode(new Order("a", 1, List.of()))).isEqualTo("{\"pieces\":1,\"sku\":\"a\",\"tags\":[]}");
        assertThat(binding.encode(Duration.ofSeconds(1))).isEqualTo("\"PT1S\"");
        assertThat(binding.encode(Thread.State.NEW)).isEqualTo("\"NEW\"");
    }

    @Test
    void whatHasNoFormInJsonIsSaidSo() {
        Object loop = new Object() {
            public Object getSelf() {
                return this;
            }
        };
        Object broken = new Object() {
            public String getName() {
                throw new IllegalStateException("no name");
            }
        };
        for (Object value : List.of(loop, broken, Double.NaN)) {
            assertThatThrownBy(() -> binding.encode(value)).isInstanceOf(UnencodableException.class);
        }
    }
}
