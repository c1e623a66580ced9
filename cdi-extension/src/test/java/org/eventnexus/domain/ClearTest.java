package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventSelector;
import org.eventnexus.Filter;
import org.eventnexus.Inspection.Registered;
import org.eventnexus.Nexus;
import org.eventnexus.ReceiverOptions;
import org.eventnexus.Subscription;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Subscribers that are cleared are gone, and nobody else is. */
@Tag("AU-13")
class ClearTest {
    private final HandEngine hand = new HandEngine();
    private final Nexus nexus = hand.create(DomainConfig.of("d"));
    private final List<String> seen = new ArrayList<>();

    @BeforeEach
    void register() {
        nexus.handle("order.placed", (event, context) -> null);
        nexus.filter("guard", (event, context) -> Filter.Verdict.PASS);
        nexus.bus().subscribe("order.placed", event -> seen.add("exact"));
        nexus.bus().subscribe("order.placed", event -> seen.add("exact too"));
        nexus.bus().subscribe("order.*", event -> seen.add("pattern"));
        nexus.bus().subscribe(String.class, event -> seen.add("class"));
        nexus.bus().subscribe(EventSelector.type(5), event -> seen.add("number"));
        nexus.bus()
                .subscribe(
                        EventSelector.any(),
                        "deployed",
                        (event, context) -> {
                            seen.add("deployed");
                            return null;
                        },
                        ReceiverOptions.defaults().permanent());
    }

    private List<String> left() {
        return nexus.bus().inspect().subscribers().stream()
                .map(Registered::name)
                .toList();
    }

    private List<String> toldOfAnOrder() {
        if (nexus.state() == Nexus.State.READY) {
            nexus.start();
        }
        seen.clear();
        nexus.bus().publish("order.placed", "text");
        hand.run();
        return seen;
    }

    private static void assertCancelled(List<Subscription> cleared, String... names) {
        assertThat(cleared).extracting(Subscription::name).containsExactly(names);
        assertThat(cleared).noneMatch(Subscription::isActive);
    }

    @Test
    void thoseOfOneSelector() {
        assertCancelled(nexus.bus().clear("order.placed"), "order.placed", "order.placed");
        assertThat(nexus.bus().clear("order.placed")).isEmpty();
        assertThat(nexus.bus().clear("order.**")).as("is not the same selector").isEmpty();
        assertThat(toldOfAnOrder()).containsExactly("pattern", "class", "deployed");
    }

    @Test
    void thoseOfNoSingleType() {
        assertCancelled(nexus.bus().clearWildcards(), "order.*", "payload java.lang.String");
        assertThat(toldOfAnOrder()).containsExactly("exact", "exact too", "deployed");
        assertThat(left()).contains("number 5");
    }

    @Test
    void allButThoseThatAreDeployed() {
        assertThat(nexus.bus().clear()).hasSize(5);
        assertThat(left()).containsExactly("deployed");
        assertThat(nexus.handlers()).hasSize(1);
        assertThat(nexus.filters()).hasSize(1);
        assertThat(toldOfAnOrder()).containsExactly("deployed");
    }

    @Test
    void theFiguresOnlyWithAll() {
        toldOfAnOrder();
        nexus.stop(Duration.ofSeconds(10));
        nexus.bus().clear();
        assertThat(nexus.bus().typeStats()).isNotEmpty();
        assertThat(nexus.bus().clearAll()).isEmpty();
        assertThat(nexus.bus().typeStats()).isEmpty();
        assertThat(nexus.stats().delivered()).isEqualTo(1);
    }

    /** Who clears waits until nobody is in a cleared subscriber, as who cancels does. */
    @Test
    void onARunningDomain() throws Exception {
        try (var pooled = new PooledEngine(2)) {
            Nexus running = pooled.start(DomainConfig.of("r"));
            var inside = new CountDownLatch(1);
            var goOn = new CountDownLatch(1);
            var after = new AtomicBoolean();
            running.bus().subscribe("a", event -> {
                inside.countDown();
                goOn.await();
                after.set(true);
            });
            running.bus().subscribe("a", event -> seen.add("told"));
            var publication = running.bus().publish("a", null);
            inside.await();
            var clearing = pooled.publisher(() -> running.bus().clear());
            Awaitility.await().until(() -> running.bus().inspect().subscribers().isEmpty());
            assertThat(clearing.isDone()).as("somebody is in there").isFalse();
            goOn.countDown();
            clearing.get(20, TimeUnit.SECONDS);
            assertThat(after).isTrue();
            publication.await(Duration.ofSeconds(20));
            assertThat(seen).as("the second one was cancelled meanwhile").isEmpty();
        }
    }
}
