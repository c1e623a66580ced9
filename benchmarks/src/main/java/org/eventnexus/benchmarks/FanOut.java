package org.eventnexus.benchmarks;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Asynchronous delivery in process; one operation is one event published and delivered to every subscriber, so the score
 * is millions of events a second. {@link Comparison} runs it against the goals; to look into one contestant:
 *
 * <pre>{@code
 * mvn -q package -DskipTests -pl cdi-extension,benchmarks
 * java -cp benchmarks/target/classes:$(cat benchmarks/target/classpath.txt) org.openjdk.jmh.Main FanOut \
 *      -p contestant=EVENTNEXUS -p subscribers=4 -prof stack
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"-Xms2g", "-Xmx2g"})
public class FanOut {
    static final int EVENTS = 100_000;

    @Param("EVENTNEXUS")
    public Contestant contestant;

    @Param("1")
    public int publishers;

    @Param("1")
    public int subscribers;

    private Audience audience;
    private Peer peer;
    private ExecutorService publishing;

    @Setup(Level.Trial)
    public void start() throws Exception {
        audience = new Audience(subscribers);
        peer = contestant.starter.start(audience, publishers);
        publishing = Executors.newFixedThreadPool(publishers);
    }

    @TearDown(Level.Trial)
    public void stop() throws Exception {
        publishing.shutdownNow();
        peer.close();
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void publishAll() throws Exception {
        audience.expect(EVENTS);
        if (publishers == 1) {
            publishShare();
        } else {
            for (int i = 0; i < publishers; i++) {
                publishing.submit(this::publishShare);
            }
        }
        audience.await();
    }

    private Void publishShare() throws Exception {
        for (int i = 0; i < EVENTS / publishers; i++) {
            peer.publish(i);
        }
        return null;
    }
}
