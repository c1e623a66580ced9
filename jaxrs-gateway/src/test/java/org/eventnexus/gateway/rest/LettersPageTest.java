package org.eventnexus.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.eventnexus.DeadLetter;
import org.eventnexus.EventDraft;
import org.eventnexus.EventSelector;
import org.eventnexus.ReceiverOptions;
import org.eventnexus.gateway.Domain;
import org.eventnexus.gateway.wire.CloudEventWriter;
import org.eventnexus.gateway.wire.DeadLetterWriter;
import org.eventnexus.gateway.wire.JsonBinding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R8")
class LettersPageTest {
    private final JsonBinding binding = new JsonBinding();
    private final DeadLetterWriter writer = new DeadLetterWriter(new CloudEventWriter(binding));
    private final Domain domain = new Domain("d", 10);

    @AfterEach
    void close() {
        domain.close();
        binding.close();
    }

    private void fail(Object... payloads) {
        domain.nexus
                .bus()
                .subscribe(
                        EventSelector.type("a"),
                        "broken",
                        (event, context) -> {
                            throw new IllegalStateException("asked to fail");
                        },
                        ReceiverOptions.defaults().deadLetter(true));
        for (Object payload : payloads) {
            domain.publish(EventDraft.of("a", payload).id("e").source("/s" + payload.hashCode()));
        }
    }

    private LettersPage page(String after, int limit) {
        return LettersPage.read(domain.nexus.deadLetters(), after, limit, writer);
    }

    @Test
    void aLetterTellsTheEventAndTheFailureAndNothingOfTheServer() {
        fail(1);
        DeadLetter letter = domain.nexus.deadLetters().list(null, 1).get(0);
        assertThat(page(null, 10).json())
                .isEqualTo("{\"deadLetters\":[{\"id\":\"" + letter.id() + "\",\"event\":"
                        + new CloudEventWriter(binding).writePlaced(letter.event())
                        + ",\"handler\":\"broken\",\"error\":{\"type\":\"IllegalStateException\",\"message\":\"asked to"
                        + " fail\"},\"attempts\":1,\"at\":\"" + letter.at() + "\"}],\"next\":\"" + letter.id()
                        + "\"}");
    }

    @Test
    void pagesFollowEachOther() {
        fail(1, 2, 3);
        LettersPage first = page(null, 2);
        assertThat(first.letters()).hasSize(2);
        assertThat(first.more()).isTrue();
        LettersPage second = page(first.next(), 2);
        assertThat(second.letters()).hasSize(1);
        assertThat(second.more()).isFalse();
        LettersPage empty = page(second.next(), 2);
        assertThat(empty.json()).isEqualTo("{\"deadLetters\":[],\"next\":\"" + second.next() + "\"}");
        assertThat(empty.more()).isFalse();
    }

    @Test
    void theFirstPageIsTheOneAfterNothingOrZero() {
        fail(1, 2);
        assertThat(page("", 2)).isEqualTo(page(null, 2));
        assertThat(page("0", 2)).isEqualTo(page(null, 2));
    }

    @Test
    void whereThereAreNoneThereIsNoNext() {
        assertThat(page("0", 2).json()).isEqualTo("{\"deadLetters\":[],\"next\":null}");
        assertThat(page(null, 2).json()).isEqualTo("{\"deadLetters\":[],\"next\":null}");
        assertThatIllegalArgumentException().isThrownBy(() -> page("nonsense", 2));
    }

    @Test
    void aPageEndsWhenItIsLarge() {
        String large = "x".repeat(5 << 18);
        fail(large, large + "y", large + "z");
        LettersPage first = page(null, 10);
        assertThat(first.letters()).hasSize(2);
        assertThat(first.more()).isTrue();
        assertThat(page(first.next(), 10).letters()).hasSize(1);
    }
}
