package org.eventnexus.race;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.awaitility.Awaitility;
import org.eventnexus.Nexus;
import org.eventnexus.TypeStats;

/** The end of every load test (R7): admitted = completed + failed + unhandled + dropped + abandoned + waiting. */
public final class Conservation {
    private static final Duration BOUND = Duration.ofSeconds(60);

    private Conservation() {}

    /** Waits until nothing waits any more, and gives the figures then: an event that ended twice would be too many. */
    public static Nexus.Stats atRest(Nexus nexus) {
        atRest(List.of(nexus));
        return nexus.stats();
    }

    /** The same for several domains, in which events may still go from one to another. */
    public static void atRest(Collection<Nexus> domains) {
        Awaitility.await("what was admitted has ended, once")
                .atMost(BOUND)
                .untilAsserted(() -> assertThat(domains)
                        .extracting(Nexus::stats)
                        .allMatch(stats -> stats.waiting() == 0 && stats.depth() == 0));
        Awaitility.await("each of them has been counted under its type")
                .atMost(BOUND)
                .untilAsserted(() -> domains.forEach(Conservation::assertTypesMakeUpTheWhole));
    }

    private static void assertTypesMakeUpTheWhole(Nexus nexus) {
        Nexus.Stats whole = nexus.stats();
        TypeStats sum = nexus.bus().typeStats().values().stream().reduce(TypeStats.NONE, TypeStats::plus);
        assertThat(sum)
                .isEqualTo(new TypeStats(
                        whole.published(),
                        whole.delivered(),
                        whole.failed(),
                        whole.unhandled(),
                        whole.dropped(),
                        whole.abandoned(),
                        whole.refused()));
    }
}
