package org.eventnexus.benchmarks;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.eventnexus.DomainConfig;
import org.eventnexus.Nexus;
import org.eventnexus.domain.DomainEngine;

/** Publishes and waits for the receiver's answer, for a number of publications at a time; an answer is what is heard. */
final class RequestPeer implements Peer {
    static final int MANY = 1_000;

    private final LongFunction<? extends CompletionStage<?>> request;
    private final AutoCloseable library;
    private final Audience.Listener listener;
    private final Semaphore inFlight;
    private final boolean oneAtATime;

    private RequestPeer(
            Audience audience,
            int inFlight,
            LongFunction<? extends CompletionStage<?>> request,
            AutoCloseable library) {
        this.listener = audience.concurrent().get(0);
        this.inFlight = new Semaphore(inFlight);
        this.oneAtATime = inFlight == 1;
        this.request = request;
        this.library = library;
    }

    static RequestPeer one(Audience audience, int publishers) {
        return eventNexus(audience, 1);
    }

    static RequestPeer many(Audience audience, int publishers) {
        return eventNexus(audience, MANY);
    }

    static RequestPeer oneOfVertx(Audience audience, int publishers) throws Exception {
        return vertx(audience, 1);
    }

    static RequestPeer manyOfVertx(Audience audience, int publishers) throws Exception {
        return vertx(audience, MANY);
    }

    private static RequestPeer eventNexus(Audience audience, int inFlight) {
        ExecutorService executor = Executors.newFixedThreadPool(2);
        ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
        DomainEngine engine = DomainEngine.builder()
                .executor(executor)
                .scheduler((task, delay) -> {
                    var future = timers.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
                    return () -> future.cancel(false);
                })
                .build();
        Nexus domain = engine.create(DomainConfig.of("benchmark")
                .withCapacity(CAPACITY)
                .withRetention(0)
                .withAwaitTimeout(Duration.ofMinutes(1)));
        domain.<Long>handle(Ev.TYPE, (event, context) -> event.payload());
        domain.start();
        return new RequestPeer(
                audience,
                inFlight,
                number -> domain.bus().publish(Ev.TYPE, number).result(Long.class),
                () -> {
                    engine.close();
                    timers.shutdownNow();
                    executor.shutdownNow();
                });
    }

    private static RequestPeer vertx(Audience audience, int inFlight) throws Exception {
        Vertx vertx = Vertx.vertx();
        EventBus bus = vertx.eventBus();
        var consumer = bus.<Long>consumer(Ev.TYPE, message -> message.reply(message.body()));
        consumer.completion().toCompletionStage().toCompletableFuture().get();
        return new RequestPeer(
                audience,
                inFlight,
                number -> bus.<Long>request(Ev.TYPE, number).toCompletionStage(),
                () -> vertx.close().toCompletionStage().toCompletableFuture().get());
    }

    @Override
    public void publish(long number) throws Exception {
        if (oneAtATime) {
            request.apply(number).toCompletableFuture().get();
            listener.hear(0);
            return;
        }
        inFlight.acquire();
        request.apply(number).whenComplete((answer, error) -> {
            inFlight.release();
            if (error == null) {
                listener.hear(0);
            }
        });
    }

    @Override
    public void close() throws Exception {
        library.close();
    }
}
