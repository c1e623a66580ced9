package org.eventnexus.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import jakarta.inject.Inject;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.eventnexus.NexusEvent;
import org.eventnexus.PublicationException;
import org.eventnexus.demo.Playground.Link;
import org.eventnexus.demo.Playground.Pause;
import org.eventnexus.testkit.Ending;
import org.eventnexus.testkit.EventNexusTest;
import org.eventnexus.testkit.Publishing;
import org.eventnexus.testkit.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EventNexusTest(classes = Playground.class, settings = "eventnexus.domain.playground.max-secondaries=3")
class PlaygroundTest {
    private static final String DOMAIN = "playground";

    @Inject
    Scenario scenario;

    private Publishing publish(String type, Object payload) {
        return scenario.publish(DOMAIN, type, payload);
    }

    private static Link link(long depth) {
        return new Link(BigDecimal.valueOf(depth));
    }

    @Test
    void echoesWhateverItIs() {
        for (Object payload : new Object[] {"text", 1, new byte[] {1, 2}, List.of(), null}) {
            assertThat(publish("echo", payload).result(Object.class)).isSameAs(payload);
        }
    }

    @Test
    void failsWhenAskedToAndKeepsTheEvent() {
        Ending failed = publish("fail", null).andWait();

        assertThat(failed.failsWith(IllegalStateException.class)).hasMessage("asked to fail");
        assertThat(failed.deadLetters()).hasSize(1);
    }

    @Test
    void isSlowWithoutAThread() {
        Publishing slow = publish("slow", new Pause(BigDecimal.valueOf(300)));

        scenario.advance(Duration.ofMillis(299));
        assertThat(slow.publication().isDone()).isFalse();
        scenario.advance(Duration.ofMillis(1));
        assertThat(slow.result(Long.class)).isEqualTo(300);
    }

    @Test
    void chainsDownToZeroButNoFurtherThanTheDomainAllows() {
        Ending chain = publish("chain", link(3)).andWait().completes();

        assertThat(Stream.concat(Stream.of(chain.event()), chain.emitted().stream()))
                .extracting(NexusEvent::type, event -> event.payload(Link.class))
                .containsExactly(
                        tuple("chain", link(3)),
                        tuple("chain", link(2)),
                        tuple("chain", link(1)),
                        tuple("chain", link(0)));
        publish("chain", link(4)).failsWith(PublicationException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"millis\":null}",
                "{\"millis\":-1}",
                "{\"millis\":60001}",
                "{\"millis\":1.5}",
                "{\"millis\":18446744073709551621}",
                "{\"millis\":1e999999999}",
                "{\"millis\":1e-999999999}"
            })
    void takesNoPauseButAWholeNumberUpToAMinute(String json) throws Exception {
        try (Jsonb jsonb = JsonbBuilder.create()) {
            Pause pause = jsonb.fromJson(json, Pause.class);

            assertThat(publish("slow", pause).failsWith(IllegalArgumentException.class))
                    .hasMessageStartingWith("millis is " + pause.millis() + ", not");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"depth\":null}", "{\"depth\":-1}", "{\"depth\":0.5}", "{\"depth\":4294967297}"})
    void takesNoDepthButAWholeNumber(String json) throws Exception {
        try (Jsonb jsonb = JsonbBuilder.create()) {
            Link link = jsonb.fromJson(json, Link.class);

            assertThat(publish("chain", link).failsWith(IllegalArgumentException.class))
                    .hasMessageStartingWith("depth is " + link.depth() + ", not");
        }
    }

    @Test
    void saysWhatItWantsWhereThereIsNothing() {
        assertThat(publish("slow", null).failsWith(NullPointerException.class)).hasMessage("slow takes {\"millis\":N}");
        assertThat(publish("chain", null).failsWith(NullPointerException.class))
                .hasMessage("chain takes {\"depth\":N}");
    }

    @Test
    void itsLinksAreWrittenAsTheyAreRead() throws Exception {
        try (Jsonb jsonb = JsonbBuilder.create()) {
            assertThat(jsonb.toJson(link(2))).isEqualTo("{\"depth\":2}");
            assertThat(jsonb.fromJson("{\"depth\":2}", Link.class)).isEqualTo(link(2));
        }
    }
}
