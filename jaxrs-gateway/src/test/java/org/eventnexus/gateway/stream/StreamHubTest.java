package org.eventnexus.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.eventnexus.EventDraft;
import org.eventnexus.Position;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamHubTest {
    /** Of another life of the log. */
    private static final String FORMER = new Position(1, 1).toString();

    private final Streams streams = new Streams(5_000);

    @AfterEach
    void close() {
        streams.close();
    }

    private void publish(String type, int count) {
        streams.domain.publish(type, count);
    }

    @Test
    void aStreamBeginsWithItsRetryTime() {
        FakeOutlet outlet = streams.live();
        outlet.open();
        assertThat(outlet.text()).isEqualTo("retry: 2000\n\n");
    }

    @Test
    void anEventIsABlock() {
        FakeOutlet outlet = streams.live();
        outlet.open();
        streams.domain.publish(EventDraft.of("a.b", "x\ny").id("1").source("/s").time(java.time.Instant.EPOCH));
        streams.manual.run();
        assertThat(outlet.text())
                .isEqualTo("retry: 2000\n\nid: " + streams.position(1)
                        + "\ndata: {\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"a.b\","
                        + "\"time\":\"1970-01-01T00:00:00Z\",\"data\":\"x\\ny\"}\n\n");
    }

    @Test
    void aNamedStreamNamesItsEvents() {
        FakeOutlet outlet = streams.open(Start.live(streams.domain.log()), true);
        outlet.open();
        publish("a.b", 2);
        streams.manual.run();
        assertThat(outlet.text()).contains("\n\nevent: a.b\nid: " + streams.position(1) + "\ndata: {");
        assertThat(outlet.ids()).isEqualTo(streams.positions(1, 2));
    }

    @Test
    void liveBeginsWithWhatComesAfterTheRequest() {
        publish("a", 3);
        FakeOutlet outlet = streams.live();
        publish("a", 2);
        outlet.open();
        publish("a", 1);
        streams.manual.run();
        assertThat(outlet.ids()).isEqualTo(streams.positions(4, 6));
    }

    /** Each time it looks at an event that it does not want, nothing is written, and it must not fall back to what was. */
    @Test
    void aSelectionGoesOnPastWhatItDoesNotWant() {
        publish("c", 3);
        FakeOutlet outlet = streams.live("c");
        outlet.open();
        for (int i = 0; i < 10; i++) {
            publish("b", 1);
            streams.manual.run();
        }
        publish("c", 1);
        streams.manual.run();
        publish("b", 1);
        streams.manual.run();
        publish("c", 1);
        streams.manual.run();
        assertThat(outlet.ids()).containsExactly(streams.position(14), streams.position(16));
    }

    @Test
    void aSelectionGetsOnlyItsOwn() {
        FakeOutlet outlet = streams.live("a.*", "c");
        outlet.open();
        publish("a.x", 1);
        publish("b", 1);
        publish("c", 1);
        publish("a.x.y", 1);
        publish("a.z", 1);
        streams.manual.run();
        assertThat(outlet.ids()).containsExactly(streams.position(1), streams.position(3), streams.position(5));
    }

    @Test
    void aResumeGetsEverythingAfterItsPosition() {
        publish("a", 10);
        FakeOutlet outlet = streams.after(streams.position(4));
        outlet.open();
        publish("a", 2);
        streams.manual.run();
        assertThat(outlet.ids()).isEqualTo(streams.positions(5, 12));
    }

    @Test
    void zeroMeansFromTheOldest() {
        publish("a", 3);
        FakeOutlet outlet = streams.after("0");
        outlet.open();
        streams.manual.run();
        assertThat(outlet.ids()).isEqualTo(streams.positions(1, 3));
        assertThat(outlet.text()).doesNotContain("event: gap");
    }

    @Test
    void whatIsLostIsSaidFirst() {
        publish("a", 3);
        FakeOutlet outlet = streams.after("0000000000001-1");
        outlet.open();
        streams.manual.run();
        assertThat(outlet.text())
                .startsWith("retry: 2000\n\nevent: gap\ndata: {\"requested\":\"0000000000001-1\",\"oldest\":\""
                        + streams.position(1) + "\"}\n\nid: ");
        assertThat(outlet.ids()).isEqualTo(streams.positions(1, 3));
    }

    @Test
    void aFullLogThatMovesOnMeanwhileDoesNotEndAStreamFromTheOldest() {
        try (Streams few = new Streams(4)) {
            few.domain.publish("a", 10);
            FakeOutlet outlet = few.after("0");
            few.domain.publish("a", 2);
            outlet.open();
            few.manual.run();
            assertThat(outlet.ids()).isEqualTo(few.positions(9, 12));
            assertThat(outlet.text()).doesNotContain("event: gap");
        }
    }

    @Test
    void whatIsLostAfterTheResumeIsSaidToo() {
        try (Streams few = new Streams(4)) {
            few.domain.publish("a", 10);
            FakeOutlet outlet = few.after(few.position(7));
            few.domain.publish("a", 3);
            outlet.open();
            few.manual.run();
            assertThat(outlet.text())
                    .contains("event: gap\ndata: {\"requested\":\"" + few.position(7) + "\",\"oldest\":\""
                            + few.position(10) + "\"}\n\nid: ");
            assertThat(outlet.ids()).isEqualTo(few.positions(10, 13));
        }
    }

    @Test
    void anEmptyLogHasNoOldest() {
        FakeOutlet outlet = streams.after("0000000000001-1");
        outlet.open();
        assertThat(outlet.text()).contains("{\"requested\":\"0000000000001-1\",\"oldest\":null}");
    }

    @Test
    void aPositionThatWasNeverGivenIsAGap() {
        publish("a", 3);
        assertThat(Start.after(streams.domain.log(), streams.position(9)))
                .contains(new Start(1, true, streams.position(9)));
        assertThat(Start.after(streams.domain.log(), streams.position(3)))
                .contains(new Start(4, false, streams.position(3)));
        assertThat(Start.after(streams.domain.log(), "no position")).isEmpty();
    }

    @Test
    void waitingEventsGoOutTogether() {
        FakeOutlet outlet = streams.live();
        outlet.open();
        publish("a", 100);
        streams.manual.run();
        assertThat(outlet.ids()).isEqualTo(streams.positions(1, 100));
        assertThat(outlet.writes()).isEqualTo(2);
    }

    @Test
    void nobodyIsWrittenToBeforeTheConnectionIsReady() {
        FakeOutlet outlet = streams.live();
        publish("a", 5);
        streams.manual.run();
        assertThat(outlet.text()).isEmpty();
        outlet.open();
        streams.manual.run();
        assertThat(outlet.ids()).isEqualTo(streams.positions(1, 5));
    }

    @Test
    void aPublisherNeverWrites() {
        FakeOutlet outlet = streams.live();
        outlet.open();
        publish("a", 1);
        assertThat(outlet.ids()).isEmpty();
    }

    @Test
    void aConnectionThatSaysNoIsWrittenToWhenItSaysYes() {
        FakeOutlet outlet = streams.live();
        outlet.open();
        outlet.shut();
        publish("a", 5);
        streams.manual.run();
        assertThat(outlet.ids()).isEmpty();
        outlet.open();
        streams.manual.run();
        assertThat(outlet.ids()).isEqualTo(streams.positions(1, 5));
    }

    @Test
    void streamsAreCounted() {
        assertThat(streams.open()).isZero();
        FakeOutlet outlet = streams.live();
        streams.live("b");
        assertThat(streams.open()).isEqualTo(2);
        outlet.open();
        outlet.cut();
        publish("a", 1);
        streams.manual.run();
        assertThat(streams.open()).isEqualTo(1);
    }

    @Test
    void oneCallerMayNotHaveAllStreams() {
        Start live = Start.live(streams.domain.log());
        for (int i = 0; i < 5; i++) {
            streams.open("a", live, false);
        }
        assertThatThrownBy(() -> streams.open("a", live, false)).isInstanceOf(TooManyStreamsException.class);
        for (int i = 0; i < 5; i++) {
            streams.open("b", live, false);
        }
        assertThatThrownBy(() -> streams.open("c", live, false)).isInstanceOf(TooManyStreamsException.class);
        assertThat(streams.open()).isEqualTo(10);
    }

    @Test
    void whoLeavesMakesRoom() {
        Start live = Start.live(streams.domain.log());
        FakeOutlet first = streams.open("a", live, false);
        for (int i = 0; i < 4; i++) {
            streams.open("a", live, false);
        }
        first.open();
        first.cut();
        publish("a", 1);
        streams.manual.run();
        streams.open("a", live, false);
        assertThat(streams.open()).isEqualTo(5);
    }

    @Test
    void closingEndsAllStreamsAndTakesNoMore() {
        FakeOutlet ready = streams.live();
        FakeOutlet fresh = streams.live();
        ready.open();
        streams.hub.close();
        assertThat(ready.isCompleted()).isTrue();
        assertThat(fresh.isCompleted()).isTrue();
        assertThat(streams.open()).isZero();
        publish("a", 1);
        streams.manual.run();
        assertThat(ready.ids()).isEmpty();
        assertThatThrownBy(() -> streams.live()).isInstanceOf(TooManyStreamsException.class);
    }

    @Test
    void aRejectedPumpGoesOnAtTheNextTick() {
        FakeOutlet outlet = streams.live();
        outlet.open();
        streams.manual.run();
        streams.manual.rejecting = true;
        publish("a", 3);
        streams.manual.rejecting = false;
        streams.manual.run();
        assertThat(outlet.ids()).isEmpty();
        streams.manual.pass(Duration.ofSeconds(1));
        assertThat(outlet.ids()).isEqualTo(streams.positions(1, 3));
    }
}
