package org.eventnexus.benchmarks;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.eventnexus.CollectorOptions;
import org.eventnexus.DomainConfig;
import org.eventnexus.Nexus;
import org.eventnexus.Publication.Outcome;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.eventnexus.Publication.Work;
import org.eventnexus.WorkQueue;
import org.eventnexus.WorkQueueConfig;
import org.eventnexus.domain.DomainEngine;

/** Publishes and waits for the receiver's answer, for a number of publications at a time; an answer is what is heard. */
final class RequestPeer implements Peer {
    static final int MANY = 1_000;
    private static final int WORKERS = 2;

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

    /** Empty work by a work queue. */
    static RequestPeer workQueue(Audience audience, int publishers) {
        ExecutorService executor = Executors.newFixedThreadPool(2);
        ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
        ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
        DomainEngine engine = DomainEngine.builder()
                .executor(executor)
                .blockingExecutor(workers)
                .scheduler((task, delay) -> {
                    var future = timers.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
                    return () -> future.cancel(false);
                })
                .build();
        Nexus domain = engine.create(DomainConfig.of("benchmark")
                .withCapacity(CAPACITY)
                .withRetention(0)
                .withAwaitTimeout(Duration.ofMinutes(1)));
        WorkQueue queue = domain.workQueue("work", WorkQueueConfig.defaults().withCapacity(CAPACITY));
        queue.<Long>work(CollectorOptions.named("worker").concurrency(WORKERS), (event, context) -> event.payload());
        domain.start();
        return new RequestPeer(audience, MANY, number -> queue.send(number).outcome(), () -> {
            engine.close();
            timers.shutdownNow();
            workers.shutdownNow();
            executor.shutdownNow();
        });
    }

    /** The same by a pool, with what a publication tells of it in the end: value, attempts and times. */
    static RequestPeer pool(Audience audience, int publishers) {
        var pool = new ThreadPoolExecutor(WORKERS, WORKERS, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(CAPACITY));
        return new RequestPeer(
                audience,
                MANY,
                number -> {
                    var ended = new CompletableFuture<Outcome>();
                    long sent = System.nanoTime();
                    pool.execute(() -> {
                        long begun = System.nanoTime();
                        var work = new Work(1, System.nanoTime() - sent, System.nanoTime() - begun);
                        var result = new Result("worker", number, null, work);
                        ended.complete(new Outcome(Status.COMPLETED, List.of(result), Duration.ZERO, Duration.ZERO));
                    });
                    return ended;
                },
                pool::shutdownNow);
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
