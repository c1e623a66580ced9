package org.eventnexus.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.eventnexus.gateway.stream.StreamRequest.Part;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A stream lasts no longer than its caller's token. */
@Tag("BX-06")
class LifetimeTest {
    private static final Duration LIFE = Duration.ofSeconds(7);

    private final Streams streams = new Streams(100);
    private final Part part = new Part(
            streams.domain.nexus,
            streams.domain.log(),
            Selection.parse(List.of(), false),
            Start.live(streams.domain.log()));

    @AfterEach
    void close() {
        streams.close();
    }

    private FakeOutlet open(StreamRequest request) throws IOException {
        FakeOutlet outlet = new FakeOutlet();
        streams.hub.open(request.lasting(LIFE), () -> outlet);
        outlet.open();
        return outlet;
    }

    @Test
    void itEndsWhenItsTimeIsOverAndNotBefore() throws IOException {
        FakeOutlet one = open(StreamRequest.of(part, "ann"));
        FakeOutlet several = open(StreamRequest.ofSeveral(List.of(part), "ann"));
        FakeOutlet forEver = streams.live();
        forEver.open();

        streams.manual.pass(LIFE.minusMillis(1));
        streams.domain.publish("a", 1);
        streams.manual.run();
        assertThat(one.isCompleted()).isFalse();
        assertThat(one.ids()).hasSize(1);

        streams.manual.pass(Duration.ofMillis(1));
        assertThat(one.isCompleted()).isTrue();
        assertThat(several.isCompleted()).isTrue();
        streams.domain.publish("a", 1);
        streams.manual.run();
        assertThat(one.ids()).hasSize(1);
        assertThat(forEver.ids()).hasSize(2);
        assertThat(streams.open()).isEqualTo(1);
    }

    @Test
    void whoDoesNotReadIsEndedTooThoughNoThreadIsThere() throws IOException {
        FakeOutlet stuck = new FakeOutlet();
        streams.hub.open(StreamRequest.of(part, "ann").lasting(LIFE), () -> stuck);
        streams.manual.rejecting = true;
        streams.manual.pass(LIFE);
        assertThat(stuck.isCompleted()).isTrue();
    }

    @Test
    void withoutASchedulerItEndsAtOnce() throws IOException {
        streams.manual.rejectingTime = true;
        assertThat(open(StreamRequest.of(part, "ann")).isCompleted()).isTrue();
        assertThat(streams.open()).isZero();
    }

    @Test
    void oneThatEndsByItselfLeavesNoTimer() throws IOException {
        open(StreamRequest.of(part, "ann"));
        int timers = streams.manual.timers();
        streams.hub.close();
        assertThat(streams.manual.timers()).isEqualTo(timers - 1);
    }
}
