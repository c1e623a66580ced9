package org.eventnexus.domain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventLog;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Position;
import org.eventnexus.StreamOptions;
import org.junit.jupiter.api.Tag;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterMethod;

/** The rules of Reactive Streams, by their own tests; they are TestNG's, which JUnit's platform runs here. */
@Tag("AU-10")
public class StreamTckTest extends FlowPublisherVerification<NexusEvent<Integer>> {
    private static final int MOST = 4_096;
    private static final long ANSWER_MILLIS = 500;
    private static final long SILENCE_MILLIS = 50;

    private final List<PooledEngine> engines = new ArrayList<>();
    private final List<Future<?>> stops = new ArrayList<>();

    public StreamTckTest() {
        super(new TestEnvironment(ANSWER_MILLIS, SILENCE_MILLIS), 1_000);
    }

    @AfterMethod
    public void stopEngines() throws Exception {
        for (Future<?> stop : stops) {
            stop.get(10, TimeUnit.SECONDS); // else the close interrupts it, and a stream of this test fails in the next
        }
        stops.clear();
        engines.forEach(PooledEngine::close);
        engines.clear();
    }

    private Nexus newDomain() {
        var engine = new PooledEngine(2);
        engines.add(engine);
        return engine.start(DomainConfig.of("tck").withRetention(MOST).withDrainTimeout(Duration.ofSeconds(5)));
    }

    /** As many events are in the log as are wanted, and the stop that ends the stream begins when it has begun. */
    @Override
    public Flow.Publisher<NexusEvent<Integer>> createFlowPublisher(long elements) {
        Nexus nexus = newDomain();
        for (int i = 0; i < elements; i++) {
            nexus.bus().publish("number", i);
        }
        EventLog log = nexus.log().orElseThrow();
        Flow.Publisher<NexusEvent<Integer>> stream =
                nexus.bus().stream("number", StreamOptions.defaults().after(new Position(log.epoch(), 0)));
        PooledEngine engine = engines.get(engines.size() - 1);
        return subscriber -> {
            stream.subscribe(subscriber);
            if (elements < MOST) {
                stops.add(engine.publisher(() -> nexus.stop(Duration.ofSeconds(5))));
            }
        };
    }

    /** That of a domain that has stopped. */
    @Override
    public Flow.Publisher<NexusEvent<Integer>> createFailedFlowPublisher() {
        Nexus nexus = newDomain();
        nexus.stop(Duration.ZERO);
        return nexus.bus().stream("number");
    }

    @Override
    public long maxElementsFromPublisher() {
        return MOST;
    }
}
