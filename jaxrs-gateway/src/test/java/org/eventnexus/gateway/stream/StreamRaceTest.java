package org.eventnexus.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventLog;
import org.eventnexus.Nexus;
import org.eventnexus.Position;
import org.eventnexus.domain.DomainEngine;
import org.eventnexus.domain.Scheduler;
import org.eventnexus.gateway.access.GatewaySettings;
import org.eventnexus.gateway.stream.StreamRequest.Part;
import org.eventnexus.gateway.wire.CloudEventWriter;
import org.eventnexus.gateway.wire.JsonBinding;
import org.eventnexus.race.Chance;
import org.eventnexus.race.Conservation;
import org.eventnexus.race.Crowd;
import org.eventnexus.race.Race;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/**
 * Publishers, pumps, connections that open and shut, and clients that come, go and resume, all at once: everybody gets
 * everything, once and in order, and no signal is lost.
 */
@Race
@Timeout(60)
class StreamRaceTest {
    private static final int PUBLISHERS = 3;
    private static final int EVENTS_EACH = 2_000;
    private static final int ALL = PUBLISHERS * EVENTS_EACH;

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);
    private final Scheduler scheduler = (task, delay) -> {
        ScheduledFuture<?> scheduled = threads.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    };
    private final DomainEngine engine =
            DomainEngine.builder().executor(threads).scheduler(scheduler).build();
    private final Nexus domain = engine.create(DomainConfig.of("d").withRetention(ALL + 10));
    private final EventLog log = domain.log().orElseThrow();

    /** It never ticks: a tick would make up for a lost signal. */
    private final StreamHub hub = new StreamHub(
            threads,
            (task, delay) -> () -> {},
            new CloudEventWriter(new JsonBinding()),
            new GatewaySettings(Streams.HEARTBEAT, 1, 1_000, 1_000, ALL, Integer.MAX_VALUE),
            System::nanoTime);

    @AfterEach
    void close() {
        hub.close();
        engine.close();
        threads.shutdownNow();
    }

    private FakeOutlet open(Start start, boolean named) {
        FakeOutlet outlet = new FakeOutlet();
        Selection selection = Selection.parse(List.of(), named);
        try {
            hub.open(StreamRequest.of(new Part(domain, log, selection, start), "caller"), () -> outlet);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        outlet.open();
        return outlet;
    }

    /** Opens and shuts its connection at random, and is cut and resumed at times. */
    private final class RestlessClient {
        private final Chance random;
        private final List<String> got = new ArrayList<>();
        private FakeOutlet outlet;

        RestlessClient(Chance chance) {
            random = chance;
            connect();
        }

        private void connect() {
            Start start = got.isEmpty()
                    ? Start.oldest()
                    : Start.after(log, got.get(got.size() - 1)).orElseThrow();
            outlet = open(start, random.below(2) == 0);
        }

        void run() {
            while (got.size() < ALL) {
                switch (random.below(5)) {
                    case 0 -> outlet.shut();
                    case 1, 2 -> outlet.open();
                    case 3 -> Thread.yield();
                    default -> resume();
                }
            }
        }

        private void resume() {
            if (random.below(10) == 0 || got.size() + outlet.ids().size() == ALL) {
                outlet.cut();
                outlet.open();
                got.addAll(outlet.ids());
                connect();
            }
        }
    }

    @RepeatedTest(3)
    void everybodyGetsEverythingOnceAndInOrder(Chance chance) throws Exception {
        domain.start();
        List<RestlessClient> clients = Stream.generate(() -> new RestlessClient(chance.fork()))
                .limit(4)
                .toList();
        Crowd crowd = new Crowd(chance).add(PUBLISHERS, own -> publish());
        clients.forEach(client -> crowd.add(own -> client.run()));
        crowd.start().await(Duration.ofSeconds(50));
        Conservation.atRest(domain);
        for (RestlessClient client : clients) {
            assertThat(client.got).isEqualTo(positions());
        }
    }

    private void publish() {
        for (int n = 0; n < EVENTS_EACH; n++) {
            domain.bus().publish("a", n);
        }
    }

    private List<String> positions() {
        return LongStream.rangeClosed(1, ALL)
                .mapToObj(sequence -> new Position(log.epoch(), sequence).toString())
                .toList();
    }

    @RepeatedTest(20)
    void theLastEventOfABurstArrivesThoughItsSignalMeetsAPumpAtWork() {
        domain.start();
        List<FakeOutlet> outlets =
                Stream.generate(() -> open(Start.live(log), false)).limit(5).toList();
        for (int n = 1; n <= 200; n++) {
            domain.bus().publish("a", n);
            int published = n;
            await().pollInterval(Duration.ofNanos(100_000))
                    .atMost(Duration.ofSeconds(20))
                    .until(() ->
                            outlets.stream().allMatch(outlet -> outlet.ids().size() == published));
        }
    }
}
