package org.eventnexus.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.JsonValue;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventSelector;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication;
import org.eventnexus.cdi.ApplicationThreads;
import org.eventnexus.demo.Playground.Link;
import org.eventnexus.demo.Playground.Pause;
import org.eventnexus.domain.DomainEngine;
import org.eventnexus.domain.Scheduler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaygroundTest {
    private final VirtualTime time = new VirtualTime();
    private final Playground playground = new Playground();
    private final List<Long> depths = new ArrayList<>();

    PlaygroundTest() {
        playground.threads = new ApplicationThreads() {
            @Override
            public Executor executor() {
                return time;
            }

            @Override
            public Scheduler scheduler() {
                return time;
            }
        };
    }

    @Test
    void echoesWhateverItIs() {
        JsonValue payload = Json.createArrayBuilder().add(1).addNull().build();

        assertThat(playground.echo(payload)).isSameAs(payload);
        assertThat(playground.echo(null)).isNull();
    }

    @Test
    void failsWhenAskedTo() {
        assertThatIllegalStateException()
                .isThrownBy(() -> playground.fail(null))
                .withMessage("asked to fail");
    }

    @Test
    void isSlowWithoutAThread() {
        CompletableFuture<Long> slow = playground.slow(new Pause(300L)).toCompletableFuture();

        time.pass(Duration.ofMillis(299));
        assertThat(slow).isNotDone();
        time.pass(Duration.ofMillis(1));
        assertThat(slow).isCompletedWithValue(300L);
    }

    @Test
    void chainsDownToZero() throws Exception {
        Publication chain = publishChain(DomainConfig.of("playground"), 3);

        assertThat(chain.await(Duration.ofSeconds(10)).status()).isEqualTo(Publication.Status.COMPLETED);
        assertThat(depths).containsExactly(3L, 2L, 1L, 0L);
    }

    @Test
    void chainsNoLongerThanTheDomainAllows() throws Exception {
        DomainConfig strict = DomainConfig.of("playground").withMaxSecondaries(3);

        assertThat(publishChain(strict, 3).await(Duration.ofSeconds(10)).status())
                .isEqualTo(Publication.Status.COMPLETED);
        assertThat(publishChain(strict, 4).await(Duration.ofSeconds(10)).status())
                .isEqualTo(Publication.Status.FAILED);
    }

    private Publication publishChain(DomainConfig config, long depth) {
        var engine = DomainEngine.builder()
                .executor(Runnable::run)
                .scheduler(time)
                .errorHandler((event, receiver, error) -> {})
                .build();
        Nexus nexus = engine.create(config);
        nexus.<Link>handle(EventSelector.parse("chain"), "chain", (event, context) -> {
            playground.chain(event.payload(), context);
            return null;
        });
        nexus.bus()
                .subscribe(
                        "chain",
                        (NexusEvent<Link> event) -> depths.add(event.payload().depth()));
        nexus.start();
        return nexus.bus().publish("chain", new Link(depth));
    }

    @Test
    void itsReceiversOfNotesReturnTheirNames() {
        assertThat(playground.readNote(null)).isEqualTo("readNote");
        assertThat(playground.fileNote(null)).isEqualTo("fileNote");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"millis\":null}", "{\"millis\":-1}", "{\"millis\":60001}", "{\"millis\":\"soon\"}"})
    void takesNoOtherPause(String json) throws Exception {
        try (Jsonb jsonb = JsonbBuilder.create()) {
            assertThat(jsonb.fromJson("{\"millis\":60000}", Pause.class)).isEqualTo(new Pause(60_000L));
            assertThatThrownBy(() -> jsonb.fromJson(json, Pause.class)).isInstanceOf(JsonbException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"depth\":null}", "{\"depth\":-1}", "{\"depth\":\"deep\"}"})
    void takesNoOtherLink(String json) throws Exception {
        try (Jsonb jsonb = JsonbBuilder.create()) {
            assertThat(jsonb.fromJson("{\"depth\":0}", Link.class)).isEqualTo(new Link(0L));
            assertThatThrownBy(() -> jsonb.fromJson(json, Link.class)).isInstanceOf(JsonbException.class);
        }
    }
}
