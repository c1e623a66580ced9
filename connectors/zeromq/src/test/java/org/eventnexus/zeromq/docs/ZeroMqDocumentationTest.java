package org.eventnexus.zeromq.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.eventnexus.DomainConfig;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.domain.DomainEngine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.ZMQ;

/** What the page shows works. */
@Tag("AN-24")
@Timeout(30)
class ZeroMqDocumentationTest {
    private static final ThreadFactory THREADS = Executors.defaultThreadFactory();

    @Test
    void onePublishesAndTheOtherReceives() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
        BlockingQueue<NexusEvent<?>> received = new LinkedBlockingQueue<>();
        try (var engine = DomainEngine.builder()
                .executor(pool)
                .scheduler((task, delay) -> {
                    var scheduled = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
                    return () -> scheduled.cancel(false);
                })
                .build()) {
            Nexus here = engine.create(DomainConfig.of("here"));
            Nexus there = engine.create(DomainConfig.of("there"));
            there.bus().subscribe("robot.*", (NexusEvent<Object> event) -> received.add(event));
            try (var sink = PlainRobots.publish(here, "tcp://127.0.0.1:*", THREADS)) {
                PlainRobots.receive(there, sink.address(), THREADS);
                engine.start();
                NexusEvent<?> first = null;
                while (first == null) { // until it has subscribed
                    here.bus().publish("robot.moved", "left");
                    first = received.poll(20, TimeUnit.MILLISECONDS);
                }
                assertThat(first.type()).isEqualTo("robot.moved");
                assertThat((Object) first.payload()).isEqualTo("left");
                assertThat(first.source()).isEqualTo(sink.address());
                there.close();
                here.close();
            }
        } finally {
            pool.shutdownNow();
            timer.shutdownNow();
        }
    }

    @Test
    void keysAreThoseOfZeroMq() {
        var server = ZMQ.Curve.generateKeyPair();
        var client = ZMQ.Curve.generateKeyPair();
        assertThat(Robots.encrypted(server.secretKey, client.publicKey).curve()).isPresent();
    }
}
