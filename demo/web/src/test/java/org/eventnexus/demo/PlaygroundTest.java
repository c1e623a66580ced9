package org.eventnexus.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.math.BigDecimal;
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
    private final List<Integer> depths = new ArrayList<>();

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
        var engine =
                DomainEngine.builder().executor(Runnable::run).scheduler(time).build();
        Nexus nexus = engine.create(DomainConfig.of("playground"));

        for (Object payload : new Object[] {"text", 1, new byte[] {1, 2}, List.of(), null}) {
            assertThat(playground.echo(nexus.bus().publish("echo", payload).event()))
                    .isSameAs(payload);
        }
    }

    @Test
    void failsWhenAskedTo() {
        assertThatIllegalStateException()
                .isThrownBy(() -> playground.fail(null))
                .withMessage("asked to fail");
    }

    @Test
    void isSlowWithoutAThread() {
        CompletableFuture<Long> slow =
                playground.slow(new Pause(BigDecimal.valueOf(300))).toCompletableFuture();

        time.pass(Duration.ofMillis(299));
        assertThat(slow).isNotDone();
        time.pass(Duration.ofMillis(1));
        assertThat(slow).isCompletedWithValue(300L);
    }

    @Test
    void chainsDownToZero() throws Exception {
        Publication chain = publishChain(DomainConfig.of("playground"), 3);

        assertThat(chain.await(Duration.ofSeconds(10)).status()).isEqualTo(Publication.Status.COMPLETED);
        assertThat(depths).containsExactly(3, 2, 1, 0);
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
                        (NexusEvent<Link> event) ->
                                depths.add(event.payload().depth().intValue()));
        nexus.start();
        return nexus.bus().publish("chain", new Link(BigDecimal.valueOf(depth)));
    }

    @Test
    void itsReceiversOfNotesReturnTheirNames() {
        assertThat(playground.readNote(null)).isEqualTo("readNote");
        assertThat(playground.fileNote(null)).isEqualTo("fileNote");
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

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> playground.slow(pause))
                    .withMessageStartingWith("millis is " + pause.millis() + ", not");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"depth\":null}", "{\"depth\":-1}", "{\"depth\":0.5}", "{\"depth\":4294967297}"})
    void takesNoDepthButAWholeNumber(String json) throws Exception {
        try (Jsonb jsonb = JsonbBuilder.create()) {
            Link link = jsonb.fromJson(json, Link.class);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> playground.chain(link, null))
                    .withMessageStartingWith("depth is " + link.depth() + ", not");
        }
    }

    @Test
    void saysWhatItWantsWhereThereIsNothing() {
        assertThatNullPointerException()
                .isThrownBy(() -> playground.slow(null))
                .withMessage("slow takes {\"millis\":N}");
        assertThatNullPointerException()
                .isThrownBy(() -> playground.chain(null, null))
                .withMessage("chain takes {\"depth\":N}");
    }

    @Test
    void itsLinksAreWrittenAsTheyAreRead() throws Exception {
        try (Jsonb jsonb = JsonbBuilder.create()) {
            assertThat(jsonb.toJson(new Link(BigDecimal.valueOf(2)))).isEqualTo("{\"depth\":2}");
            assertThat(jsonb.fromJson("{\"depth\":2}", Link.class)).isEqualTo(new Link(BigDecimal.valueOf(2)));
        }
    }
}
