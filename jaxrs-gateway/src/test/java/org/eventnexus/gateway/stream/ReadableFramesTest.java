package org.eventnexus.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.eventnexus.NexusEvent;
import org.eventnexus.gateway.stream.StreamRequest.Part;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An event that a client may not read is to its stream as if it were not there, and to others' it is as ever. */
@Tag("BX-12")
class ReadableFramesTest {
    private final Streams streams = new Streams(5_000, Streams.settings(10, 1 << 20));
    private final AtomicInteger asked = new AtomicInteger();
    private final Predicate<NexusEvent<?>> even = event -> {
        asked.incrementAndGet();
        return event.sequence() % 2 == 0;
    };

    @AfterEach
    void close() {
        streams.close();
    }

    private Part part(Predicate<NexusEvent<?>> readable, Start start, String... types) {
        return new Part(
                streams.domain.nexus, streams.domain.log(), Selection.parse(List.of(types), false), start, readable);
    }

    private FakeOutlet open(StreamRequest request) throws IOException {
        FakeOutlet outlet = new FakeOutlet();
        streams.hub.open(request, () -> outlet);
        outlet.open();
        return outlet;
    }

    private List<String> evenPositions(int from, int to) {
        return LongStream.rangeClosed(from, to)
                .filter(sequence -> sequence % 2 == 0)
                .mapToObj(streams::position)
                .toList();
    }

    @Test
    void oldAndNewEventsAreHeldBackFromOneAndNotFromAnother() throws IOException {
        streams.domain.publish("a", 1_000);
        FakeOutlet some = open(StreamRequest.of(part(even, Start.oldest()), "ann"));
        FakeOutlet all = open(StreamRequest.of(part(null, Start.oldest()), "bob"));
        streams.manual.run();
        streams.domain.publish("a", 1_000);
        streams.manual.run();
        assertThat(some.ids()).isEqualTo(evenPositions(1, 2_000));
        assertThat(all.ids()).isEqualTo(streams.positions(1, 2_000));
    }

    @Test
    void aStreamOfSeveralDomainsHoldsThemBackToo() throws IOException {
        streams.domain.publish("a", 500);
        FakeOutlet some = open(StreamRequest.ofSeveral(List.of(part(even, Start.oldest())), "ann"));
        streams.manual.run();
        assertThat(some.ids()).hasSize(250);
        streams.domain.publish("a", 3);
        streams.manual.run();
        assertThat(some.ids()).hasSize(251);
    }

    @Test
    void isAskedOnceForWhatIsSelectedAndNotForTheRest() throws IOException {
        FakeOutlet some = open(StreamRequest.of(part(even, Start.live(streams.domain.log()), "b"), "ann"));
        for (int i = 0; i < 100; i++) {
            streams.domain.publish("a", 1);
            streams.domain.publish("b", 1);
            streams.manual.run();
        }
        assertThat(some.ids()).hasSize(100);
        assertThat(asked).hasValue(100);
    }

    @Test
    void nobodyIsKeptWaitingForWhatIsDenied() throws IOException {
        streams.domain.publish("a", 5_000);
        open(StreamRequest.of(part(event -> asked.incrementAndGet() < 0, Start.oldest()), "ann"));
        int byTheContainer = asked.get();
        assertThat(byTheContainer).isBetween(1, 4 * 256);
        streams.manual.step();
        assertThat(asked.get() - byTheContainer).isBetween(1, 4 * 256);
        streams.manual.run();
        assertThat(asked).hasValue(5_000);
    }

    @Test
    void whatIsDeniedDoesNotMakeAClientSlow() throws IOException {
        FakeOutlet none = open(
                StreamRequest.of(part(event -> event.type().equals("mine"), Start.live(streams.domain.log())), "ann"));
        streams.manual.run();
        none.shut();
        streams.domain.publish("mine", 1);
        streams.domain.publish("other", 200);
        streams.manual.run();
        streams.manual.pass(Duration.ofSeconds(2));
        assertThat(none.isCompleted()).isFalse();
        streams.domain.publish("mine", 20);
        streams.manual.run();
        streams.manual.pass(Duration.ofSeconds(2));
        assertThat(none.isCompleted()).isTrue();
    }

    @Test
    void whatHasFallenOutOfTheLogIsToldAsAGap() throws IOException {
        FakeOutlet some = open(StreamRequest.of(part(even, Start.live(streams.domain.log())), "ann"));
        streams.manual.run();
        FakeOutlet all = streams.live();
        all.open();
        streams.domain.publish("a", 10);
        streams.manual.run();
        assertThat(some.ids()).isEqualTo(evenPositions(1, 10));
        streams.domain.publish("a", 6_000);
        streams.manual.run();
        assertThat(some.text()).contains("event: gap");
        assertThat(some.ids()).endsWith(streams.position(6_010));
    }
}
