package org.eventnexus.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.eventnexus.EventDraft;
import org.eventnexus.NexusEvent;
import org.eventnexus.gateway.Domain;
import org.eventnexus.gateway.wire.CloudEventWriter;
import org.eventnexus.gateway.wire.JsonBinding;
import org.eventnexus.log.MemoryLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames, selections and their joining. */
class LaneTest {
    private final Domain domain = new Domain("d", 1_000);
    private final FrameRing ring = ring(1 << 20);

    private FrameRing ring(long maxBytes) {
        return new FrameRing(domain.log(), Frame.whole(new CloudEventWriter(new JsonBinding())), 1_000, maxBytes);
    }

    private Lane lane(boolean named, String... types) {
        return Lane.shared(ring, Selection.parse(List.of(types), named));
    }

    @AfterEach
    void close() {
        domain.close();
    }

    @Test
    void aFrameIsEncodedOnce() {
        domain.publish("a", 3);
        assertThat(ring.at(2)).isSameAs(ring.at(2));
        assertThat(ring.at(4)).isNull();
    }

    @Test
    void whatNobodyWantsIsNotEncoded() {
        List<NexusEvent<?>> encoded = new java.util.ArrayList<>();
        FrameRing counting = new FrameRing(
                domain.log(),
                event -> {
                    encoded.add(event);
                    return new byte[] {'x'};
                },
                1_000,
                1 << 20);
        domain.publish("a", 100);
        domain.publish("b", 1);
        Batch batch =
                Lane.shared(counting, Selection.parse(List.of("b"), false)).batch(1, 101);
        assertThat(batch.bytes()).hasSize(1);
        assertThat(encoded).hasSize(1);
    }

    @Test
    void aFrameGoesWithItsEvent() {
        domain.publish("a", 3);
        ring.at(1);
        domain.publish("a", 2_000);
        ring.at(1_025); // takes the place of the first
        assertThat(ring.at(1)).isNull();
    }

    @Test
    void anOldFrameDoesNotPushOutANewOne() {
        FrameRing small = new FrameRing(domain.log(), Frame.whole(new CloudEventWriter(new JsonBinding())), 4, 1 << 20);
        domain.publish("a", 8);
        Frame eighth = small.at(8);
        assertThat(small.at(4).sequence()).isEqualTo(4);
        assertThat(small.at(8)).isSameAs(eighth);
    }

    @Test
    void framesAreKeptUpToABoundOfBytes() {
        FrameRing narrow = ring(50_000);
        for (int i = 0; i < 20; i++) {
            domain.publish(EventDraft.of("a", "x".repeat(10_000)));
        }
        Frame first = narrow.at(1);
        for (int i = 2; i <= 20; i++) {
            narrow.at(i);
        }
        assertThat(narrow.at(1)).isNotSameAs(first);
        assertThat(narrow.at(20)).isSameAs(narrow.at(20));
        assertThat(narrow.at(17)).isSameAs(narrow.at(17));
    }

    @Test
    void oneFrameIsNotCopied() {
        domain.publish("a", 1);
        assertThat(lane(false).batch(1, 1).bytes()).isSameAs(ring.at(1).block());
    }

    @Test
    void framesAreJoinedUpToABound() {
        domain.publish("a", 500);
        Lane lane = lane(false);
        long at = 1;
        int bytes = 0;
        while (at <= 500) {
            Batch batch = lane.batch(at, 500);
            assertThat(batch.bytes()).hasSizeLessThanOrEqualTo(Lane.JOIN);
            assertThat(batch.full()).isEqualTo(batch.next() <= 500);
            assertThat(batch.from()).isEqualTo(at);
            bytes += batch.bytes().length;
            at = batch.next();
        }
        int expected = 0;
        for (int i = 1; i <= 500; i++) {
            expected += ring.at(i).block().length;
        }
        assertThat(bytes).isEqualTo(expected);
    }

    @Test
    void aFrameLargerThanTheBoundGoesAlone() {
        domain.publish("a", 1);
        domain.publish(EventDraft.of("a", "x".repeat(100_000)));
        domain.publish("a", 1);
        Lane lane = lane(false);
        assertThat(lane.batch(1, 3).next()).isEqualTo(2);
        assertThat(lane.batch(2, 3).bytes()).isSameAs(ring.at(2).block());
        assertThat(lane.batch(2, 3).next()).isEqualTo(3);
    }

    @Test
    void whoStandsAtTheSamePlaceSharesTheArray() {
        domain.publish("a", 10);
        Lane lane = lane(false);
        assertThat(lane.batch(3, 10).bytes()).isSameAs(lane.batch(3, 10).bytes());
        byte[] upToTen = lane.batch(3, 10).bytes();
        domain.publish("a", 1);
        assertThat(lane.batch(3, 11).bytes()).isNotSameAs(upToTen).hasSizeGreaterThan(upToTen.length);
    }

    @Test
    void aFullBatchIsSharedHoweverFarTheLogIsByThen() {
        domain.publish("a", 500);
        Lane lane = lane(false);
        Batch full = lane.batch(1, 500);
        domain.publish("a", 1);
        assertThat(lane.batch(1, 501)).isSameAs(full);
    }

    @Test
    void aStretchWithoutAnyWantedEventIsPassed() {
        domain.publish("a", 900);
        domain.publish("b", 1);
        Batch none = lane(false, "b").batch(1, 900);
        assertThat(none.bytes()).isEmpty();
        assertThat(none.next()).isEqualTo(901);
        assertThat(none.goesOn()).isTrue();
    }

    @Test
    void whereTheLogHasAHoleNobodyGoesOn() {
        domain.publish("a", 2);
        Batch none = lane(false).batch(3, 9);
        assertThat(none.goesOn()).isFalse();
        assertThat(lane(false).batch(1, 9).next()).isEqualTo(3);
    }

    @Test
    void aHoleThatIsFilledIsNotTakenForOneAnyMore() {
        MemoryLog log = new MemoryLog(1, 10);
        log.numberedBy(() -> 2, () -> 0);
        Lane lane = Lane.shared(
                new FrameRing(log, event -> new byte[] {'x'}, 10, 1 << 20), Selection.parse(List.of(), false));
        log.append(1, domain.publish(EventDraft.of("a", null)));
        assertThat(lane.batch(1, 2).next()).isEqualTo(2);
        assertThat(lane.batch(2, 2).goesOn()).isFalse();
        log.append(2, domain.publish(EventDraft.of("a", null)));
        assertThat(lane.batch(2, 2).next()).isEqualTo(3);
        assertThat(lane.batch(1, 2).next()).isEqualTo(3);
    }

    @Test
    void namesGoInFront() {
        domain.publish("a.b", 2);
        String text = new String(lane(true).batch(1, 2).bytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(text).startsWith("event: a.b\nid: ").contains("\n\nevent: a.b\nid: ");
    }

    @ParameterizedTest
    @CsvSource({
        "**,a,true", "**,a.b,true", "a,a,true", "a,a.b,false", "a.*,a.b,true", "a.*,a,false", "a.*,a.b.c,false",
        "a.**,a.b.c,true", "a.**,a,false", "*,a,true", "*,a.b,false", "a.b;c,c,true", "a.b;c,a.b,true", "a.b;c,d,false"
    })
    void aSelectionIsAnyOfItsSelectors(String selectors, String type, boolean wanted) {
        Selection selection = Selection.parse(List.of(selectors.split(";")), false);
        NexusEvent<?> event = domain.publish(EventDraft.of(type, null));
        assertThat(selection.matches(event)).isEqualTo(wanted);
    }

    @Test
    void selectionsThatSayTheSameAreEqual() {
        assertThat(Selection.parse(List.of("a", "b", "a"), false)).isEqualTo(Selection.parse(List.of("b", "a"), false));
        assertThat(Selection.parse(List.of("a", "**"), false)).isEqualTo(Selection.parse(List.of(), false));
        assertThat(Selection.parse(List.of("a"), true)).isNotEqualTo(Selection.parse(List.of("a"), false));
    }

    @Test
    void aSelectionIsRefusedIfItCannotBeRead() {
        assertThatThrownBy(() -> Selection.parse(List.of("a*"), false)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Selection.parse(List.of(""), false)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Selection.parse(Collections.nCopies(101, "a"), false))
                .hasMessageContaining("more than 100");
    }
}
