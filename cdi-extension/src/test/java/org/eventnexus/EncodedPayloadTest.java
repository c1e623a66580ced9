package org.eventnexus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R10")
class EncodedPayloadTest {
    private final EncodedPayload encoded = new EncodedPayload() {
        @Override
        public <C> C decode(Class<C> type) {
            if (type != Integer.class) {
                throw new PayloadException("not a " + type.getName(), null);
            }
            return type.cast(42);
        }
    };

    @Test
    void aPayloadOfTheClassIsItselfAndAnEncodedOneIsDecoded() {
        assertThat(EncodedPayload.decode("text", CharSequence.class)).isEqualTo("text");
        assertThat(EncodedPayload.decode(null, String.class)).isNull();
        assertThat(EncodedPayload.decode(encoded, Integer.class)).isEqualTo(42);
        assertThat(EncodedPayload.decode(encoded, EncodedPayload.class)).isSameAs(encoded);
    }

    @Test
    void whatIsNeitherIsAnError() {
        assertThatThrownBy(() -> EncodedPayload.decode("text", Integer.class))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining("java.lang.String")
                .hasMessageContaining("java.lang.Integer");
        assertThatThrownBy(() -> EncodedPayload.decode(encoded, String.class)).isInstanceOf(PayloadException.class);
    }
}
