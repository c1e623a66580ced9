package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventSelector;
import org.eventnexus.LaneStats;
import org.eventnexus.Nexus;
import org.eventnexus.Subscription;
import org.eventnexus.SubscriptionOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What lanes have counted outlives them: counters that go down are taken for a restart. */
@Tag("BX-09")
class LaneTotalsTest {

    private static LaneStats lane(String receiver, int capacity, long delivered) {
        return new LaneStats(receiver, EventSelector.parse("a"), capacity, 0, 0, delivered, 0, 0, 0, 0);
    }

    @Test
    void lanesThatHaveEndedStillCount() {
        try (DomainEngine engine = DomainEngine.builder()
                .executor(Runnable::run)
                .scheduler((task, delay) -> () -> {})
                .build()) {
            Nexus nexus = engine.create(DomainConfig.of("d"));
            nexus.start();
            for (int i = 0; i < 3; i++) {
                Subscription subscription = mail(nexus);
                nexus.bus().publish("a", i);
                subscription.cancel();
            }
            assertThat(nexus.lanes()).isEmpty();
            assertThat(nexus.laneTotals()).containsExactly(lane("mail", 0, 3));
            mail(nexus);
            nexus.bus().publish("a", 3);
            assertThat(nexus.laneTotals()).containsExactly(lane("mail", 1024, 4));
        }
    }

    private static Subscription mail(Nexus nexus) {
        return nexus.bus()
                .subscribe(
                        List.of(EventSelector.parse("a")),
                        SubscriptionOptions.defaults().named("mail").async(),
                        (event, context) -> null);
    }

    @Test
    void ofThoseThatHaveEndedSoManyAreToldApart() {
        LaneTotals totals = new LaneTotals();
        for (int i = 0; i < 1_003; i++) {
            totals.keep(lane("of request " + i, 10, 1));
        }
        totals.keep(lane("of request 0", 10, 1));
        assertThat(totals.all()).hasSize(1_001).contains(lane("of request 0", 0, 2));
        assertThat(totals.all())
                .filteredOn(lane -> lane.receiver().equals(LaneStats.OTHER))
                .singleElement()
                .extracting(LaneStats::delivered)
                .isEqualTo(3L);
    }
}
