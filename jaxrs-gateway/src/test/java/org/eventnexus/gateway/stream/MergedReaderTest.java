package org.eventnexus.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eventnexus.Position;
import org.eventnexus.gateway.Domain;
import org.eventnexus.gateway.access.GatewaySettings;
import org.eventnexus.gateway.stream.StreamRequest.Part;
import org.eventnexus.gateway.wire.CloudEventWriter;
import org.eventnexus.gateway.wire.JsonBinding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several domains over one connection. */
class MergedReaderTest {
    private final Manual manual = new Manual();
    private final Domain a = new Domain("a", 5_000);
    private final Domain b = new Domain("b", 20);
    private final StreamHub hub = new StreamHub(
            manual,
            manual,
            new CloudEventWriter(new JsonBinding()),
            new GatewaySettings(Streams.HEARTBEAT, 1 << 20, 100, 100, 1_000, 4 << 20),
            manual::nanoTime);

    @AfterEach
    void close() {
        hub.close();
        a.close();
        b.close();
    }

    private static Part part(Domain domain, Start start, String... types) {
        return new Part(domain.nexus, domain.log(), Selection.parse(List.of(types), false), start);
    }

    private FakeOutlet open(Part... parts) {
        FakeOutlet outlet = new FakeOutlet();
        try {
            hub.open(StreamRequest.ofSeveral(List.of(parts), "somebody"), () -> outlet);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        outlet.open();
        manual.run();
        return outlet;
    }

    private FakeOutlet live() {
        return open(part(a, Start.live(a.log())), part(b, Start.live(b.log()), "wanted"));
    }

    private FakeOutlet resumed(String id) {
        Map<String, Position> places = Places.parse(id).orElseThrow().positions();
        return open(
                part(a, Start.after(a.log(), places.get("a"))),
                part(b, Start.after(b.log(), places.get("b")), "wanted"));
    }

    private static long count(FakeOutlet outlet, String text) {
        return outlet.text().lines().filter(line -> line.contains(text)).count();
    }

    @Test
    void eventsOfAllDomainsComeAndNameTheirs() {
        FakeOutlet outlet = live();
        a.publish("x", 3);
        b.publish("wanted", 2);
        b.publish("other", 2);
        manual.run();
        assertThat(count(outlet, "\"domain\":\"a\"")).isEqualTo(3);
        assertThat(count(outlet, "\"domain\":\"b\"")).isEqualTo(2);
        assertThat(outlet.ids()).hasSize(5).doesNotHaveDuplicates();
        assertThat(hub.streams("a")).isEqualTo(1);
        assertThat(hub.streams("b")).isEqualTo(1);
    }

    @Test
    void anyIdResumesAllOfThem() {
        FakeOutlet outlet = live();
        a.publish("x", 3);
        b.publish("wanted", 3);
        manual.run();
        List<String> ids = outlet.ids();
        for (int i = 0; i < ids.size(); i++) {
            assertThat(resumed(ids.get(i)).ids()).hasSize(ids.size() - 1 - i);
        }
    }

    @Test
    void aResumeAlsoGetsWhatCameWhereNothingHadComeBefore() {
        FakeOutlet outlet = live();
        a.publish("x", 1);
        manual.run();
        outlet.cut();
        b.publish("wanted", 2);
        manual.run();
        assertThat(count(resumed(outlet.ids().get(0)), "\"domain\":\"b\"")).isEqualTo(2);
    }

    @Test
    void aGapNamesItsDomain() {
        FakeOutlet outlet = live();
        a.publish("x", 1);
        b.publish("wanted", 1);
        manual.run();
        b.publish("wanted", 50);
        FakeOutlet resumed = resumed(outlet.ids().get(1));
        assertThat(resumed.text()).contains("event: gap\ndata: {\"domain\":\"b\",\"requested\":\"");
        assertThat(count(resumed, "event: gap")).isEqualTo(1);
        assertThat(count(resumed, "\"type\":\"wanted\"")).isEqualTo(20);
    }

    @Test
    void aGapMayOpenWhileItIsRead() {
        FakeOutlet outlet = live();
        b.publish("wanted", 1);
        manual.run();
        outlet.shut();
        b.publish("wanted", 1);
        manual.run();
        b.publish("other", 100);
        b.publish("wanted", 1);
        outlet.open();
        manual.run();
        assertThat(outlet.text()).contains("event: gap\ndata: {\"domain\":\"b\"");
        assertThat(count(outlet, "\"type\":\"wanted\"")).isEqualTo(3);
    }

    @Test
    void fromTheOldestMeansOfEach() {
        a.publish("x", 2_000);
        b.publish("wanted", 5);
        FakeOutlet outlet = open(part(a, Start.oldest(), "nothing"), part(b, Start.oldest()));
        assertThat(outlet.ids()).hasSize(5);
        FakeOutlet both = open(part(a, Start.oldest()), part(b, Start.oldest()));
        assertThat(both.ids()).hasSize(2_005);
    }

    @Test
    void whoDoesNotReadIsClosedPastOneBoundForAll() {
        FakeOutlet outlet = live();
        outlet.shut();
        manual.run();
        a.publish("x", 600);
        manual.pass(Duration.ofSeconds(2));
        assertThat(outlet.isCompleted()).isFalse();
        b.publish("wanted", 401);
        manual.pass(Duration.ofSeconds(2));
        assertThat(outlet.isCompleted()).isTrue();
        assertThat(hub.streams("a")).isZero();
        assertThat(hub.streams("b")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "a", "a~", "a~1", "a~0000000000001-1.", "a~0000000000001-1.a~0000000000001-1"})
    void whatIsNoTokenIsNone(String token) {
        assertThat(Places.parse(token)).isEmpty();
    }

    @Test
    void aTokenComesBack() {
        Places places = new Places(Map.of("a-b", new Position(7, 0), "c_D9", new Position(8, 99)));
        assertThat(Places.parse(places.toString())).contains(places);
        assertThat(places.toString()).matches("[A-Za-z0-9._~-]+");
    }
}
