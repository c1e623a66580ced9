package org.eventnexus.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eventnexus.EventDraft;
import org.eventnexus.gateway.access.GatewaySettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many clients at once: when a node goes down, and when they all come back to replay what they have missed. */
@Tag("BX-06")
class StormTest {
    private static final Map<String, String> SETTINGS = Map.of(
            "eventnexus.gateway.max-streams", "2000",
            "eventnexus.gateway.max-streams-per-caller", "2000");
    private static final Pattern RETRY = Pattern.compile("retry: (\\d+)\n\n");
    private static final int REPLAYING = 200;
    private static final int REPLAYED = 1_000;

    private final Streams streams =
            new Streams(5_000, GatewaySettings.of(name -> Optional.ofNullable(SETTINGS.get(name))));

    @AfterEach
    void close() {
        streams.close();
    }

    private List<FakeOutlet> live(int count) {
        List<FakeOutlet> outlets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            outlets.add(streams.live());
        }
        return outlets;
    }

    private static List<Integer> retries(FakeOutlet outlet) {
        List<Integer> retries = new ArrayList<>();
        Matcher retry = RETRY.matcher(outlet.text());
        while (retry.find()) {
            retries.add(Integer.valueOf(retry.group(1)));
        }
        return retries;
    }

    @Test
    @Tag("R12")
    void whoIsSentAwayIsToldToComeBackAtATimeOfItsOwn() {
        List<FakeOutlet> outlets = live(1_000);
        outlets.forEach(FakeOutlet::open);
        streams.hub.close();
        int[] inSecond = new int[11];
        for (FakeOutlet outlet : outlets) {
            assertThat(outlet.isCompleted()).isTrue();
            assertThat(outlet.text()).endsWith("\n\n");
            List<Integer> retries = retries(outlet);
            assertThat(retries).hasSize(2).first().isEqualTo(2_000);
            assertThat(retries.get(1)).isBetween(1_000, 10_000);
            inSecond[retries.get(1) / 1_000]++;
        }
        for (int second = 1; second < 10; second++) {
            assertThat(inSecond[second])
                    .as("those who come back in second " + second)
                    .isBetween(50, 200);
        }
    }

    @Test
    void whoEndsForAnotherReasonKeepsItsTime() {
        FakeOutlet outlet = streams.live();
        outlet.open();
        outlet.cut();
        streams.domain.publish("a", 1);
        streams.manual.run();
        streams.hub.close();
        assertThat(retries(outlet)).containsExactly(2_000);
    }

    @Test
    void whoDoesNotReadIsNotWrittenTo() {
        FakeOutlet outlet = streams.live();
        outlet.open();
        outlet.shut();
        streams.domain.publish("a", 1);
        streams.manual.run();
        streams.hub.close();
        assertThat(outlet.isCompleted()).isTrue();
        assertThat(retries(outlet)).containsExactly(2_000);
    }

    @Test
    void aConnectionThatBreaksAtTheEndDoesNotKeepTheOthersFromTheirs() {
        List<FakeOutlet> outlets = live(3);
        outlets.forEach(FakeOutlet::open);
        outlets.get(1).cut();
        streams.hub.close();
        assertThat(outlets).allMatch(FakeOutlet::isCompleted);
        assertThat(retries(outlets.get(2))).hasSize(2);
    }

    /**
     * Each replays from a place of its own, so that nothing made for one serves another. A live client's event waits for one
     * round of four batches each, which is the bound; not until somebody has replayed everything.
     */
    @Test
    void whoReplaysDoesNotStarveWhoIsLive() {
        String filling = "x".repeat(200);
        for (int i = 0; i < REPLAYED + REPLAYING; i++) {
            streams.domain.publish(EventDraft.of("old", filling));
        }
        FakeOutlet live = streams.live();
        live.open();
        List<FakeOutlet> replaying = new ArrayList<>();
        for (int i = 1; i <= REPLAYING; i++) {
            replaying.add(streams.after(streams.position(i)));
        }
        replaying.forEach(FakeOutlet::open);
        int meanwhile = 0;
        int published = 0;
        while (!haveAll(replaying, published)) {
            streams.domain.publish(EventDraft.of("new", "y"));
            published++;
            int before = writes(replaying);
            for (int tasks = 0; live.ids().size() < published; tasks++) {
                assertThat(tasks)
                        .as("tasks before the live client has event " + published)
                        .isLessThan(3);
                streams.manual.step();
            }
            int during = writes(replaying) - before;
            assertThat(during).isLessThanOrEqualTo(2 * REPLAYING * 4);
            meanwhile += during > 0 ? 1 : 0;
        }
        assertThat(meanwhile).as("live events that came during the replay").isGreaterThan(2);
        streams.manual.run();
        for (int i = 1; i <= REPLAYING; i++) {
            assertThat(replaying.get(i - 1).ids())
                    .isEqualTo(streams.positions(i + 1, REPLAYED + REPLAYING + published));
        }
    }

    private boolean haveAll(List<FakeOutlet> replaying, int published) {
        String last = "id: " + streams.position(REPLAYED + REPLAYING + Math.max(0, published - 1)) + "\n";
        return replaying.stream().allMatch(outlet -> outlet.text().contains(last));
    }

    private static int writes(List<FakeOutlet> outlets) {
        return outlets.stream().mapToInt(FakeOutlet::writes).sum();
    }
}
