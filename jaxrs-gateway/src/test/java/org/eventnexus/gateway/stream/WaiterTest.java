package org.eventnexus.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eventnexus.EventDraft;
import org.eventnexus.NexusEvent;
import org.eventnexus.gateway.stream.StreamRequest.Part;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Waiting for one event. */
class WaiterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Streams streams = new Streams(5_000);
    private final List<Optional<NexusEvent<?>>> answers = new ArrayList<>();

    @AfterEach
    void close() {
        streams.close();
    }

    private void await(String type, String subject) {
        Selection selection = Selection.parse(List.of(type), false);
        Part part = new Part(streams.domain.nexus, streams.domain.log(), selection, Start.live(streams.domain.log()));
        streams.hub.next(
                part,
                event -> selection.matches(event)
                        && (subject == null || event.subject().orElse("").equals(subject)),
                PATIENCE,
                answers::add);
    }

    private String answer() {
        assertThat(answers).hasSize(1);
        return answers.get(0)
                .map(event -> event.position().orElseThrow().toString())
                .orElse("none");
    }

    @Test
    void theFirstThatIsWantedIsTheAnswer() {
        streams.domain.publish("a", 1);
        await("a", "s");
        streams.domain.publish("b", 1);
        streams.domain.publish("a", 1);
        streams.manual.run();
        assertThat(answers).isEmpty();
        streams.domain.publish(EventDraft.of("a", 1).subject("s"));
        streams.domain.publish(EventDraft.of("a", 2).subject("s"));
        streams.manual.run();
        assertThat(answer()).isEqualTo(streams.position(4));
    }

    @Test
    void whatComesBetweenRequestAndPumpIsSeen() {
        await("a", null);
        streams.domain.publish("a", 1);
        streams.manual.run();
        assertThat(answer()).isEqualTo(streams.position(1));
    }

    @Test
    void afterItsTimeThereIsNone() {
        await("a", null);
        streams.manual.pass(PATIENCE);
        assertThat(answer()).isEqualTo("none");
        streams.domain.publish("a", 1);
        streams.manual.run();
        assertThat(answers).hasSize(1);
    }

    @Test
    void anEventInTimeIsTheOnlyAnswer() {
        await("a", null);
        streams.domain.publish("a", 1);
        streams.manual.pass(PATIENCE.multipliedBy(2));
        assertThat(answer()).isEqualTo(streams.position(1));
    }

    @Test
    void itIsFoundThoughMuchElseComes() {
        await("b", null);
        streams.domain.publish("a", 4_500);
        streams.domain.publish("b", 1);
        streams.manual.run();
        assertThat(answer()).isEqualTo(streams.position(4_501));
    }

    /** How many may wait is looked at before they come here. */
    @Test
    void itIsNoStreamAndDoesNotCountAsOne() {
        for (int i = 0; i < 10; i++) {
            await("a", null);
        }
        assertThat(streams.open()).isZero();
        streams.domain.publish("a", 1);
        streams.manual.run();
        assertThat(answers).hasSize(10);
    }

    @Test
    void goingDownIsAnAnswer() {
        await("a", null);
        streams.hub.close();
        assertThat(answer()).isEqualTo("none");
    }

    @Test
    void withoutASchedulerNobodyWaitsForEver() {
        streams.manual.rejectingTime = true;
        await("a", null);
        assertThat(answer()).isEqualTo("none");
    }
}
