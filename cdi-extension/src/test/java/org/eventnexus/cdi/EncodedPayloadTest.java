package org.eventnexus.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.eventnexus.EncodedPayload;
import org.eventnexus.EventDraft;
import org.eventnexus.NexusEvent;
import org.eventnexus.PayloadException;
import org.eventnexus.Publication.Result;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Payloads that came from outside, as receivers see them. */
@Tag("R10")
class EncodedPayloadTest {

    /** Numbers in writing. */
    record Written(String text) implements EncodedPayload {
        @Override
        public <C> C decode(Class<C> type) {
            if (type != Integer.class) {
                throw new PayloadException("not a " + type.getSimpleName(), null);
            }
            return type.cast(Integer.valueOf(text));
        }
    }

    @ApplicationScoped
    static class Receivers {
        int payload(@Subscribes("n") int number) {
            return number;
        }

        String envelope(@Subscribes("n") NexusEvent<Integer> event) {
            NexusEvent<?> same = event;
            return event.payload() + 1 + " " + same.payload(Integer.class) + ' ' + event.id() + ' ' + event.type() + ' '
                    + event.subject().orElseThrow() + ' ' + event.key().orElseThrow() + ' ' + event.headers() + ' '
                    + event.priority() + ' ' + event.domain() + ' ' + event.source() + ' ' + event.sequence() + ' '
                    + event.numericId().isPresent() + event.numericType().isPresent()
                    + event.position().isPresent() + ' ' + event.time().isAfter(Instant.EPOCH);
        }

        String raw(@Subscribes("n") NexusEvent<?> event) {
            return event.payload().getClass().getSimpleName();
        }

        String other(@Subscribes("other") String text) {
            return text;
        }
    }

    @Test
    void areDecodedToWhatAReceiverWants() {
        try (var app = Started.with(Receivers.class)) {
            var draft = EventDraft.of("n", new Written("41"))
                    .id("i")
                    .subject("s")
                    .key("k")
                    .header("h", "v")
                    .priority(3)
                    .source("/here");
            assertThat(Started.await(app.bus("default").publish(draft)).results())
                    .extracting(Result::value)
                    .containsExactly("42 41 i n s k {h=v} 3 default /here 1 falsefalsetrue true", 41, "Written");
        }
    }

    @Test
    void thatCannotBeDecodedAreTheReceiversFailure() {
        try (var app = Started.with(Receivers.class)) {
            assertThat(app.publish("other", new Written("41")).results())
                    .extracting(Result::error)
                    .hasOnlyElementsOfType(PayloadException.class);
        }
    }
}
