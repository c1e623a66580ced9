package org.eventnexus.tests;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.eclipse.microprofile.auth.LoginConfig;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Outcome;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.eventnexus.Publication.Work;
import org.eventnexus.WorkQueue;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Queue;
import org.eventnexus.cdi.Works;

/** Sends to work queues whose collectors are in another WAR. */
@ApplicationScoped
@Path("works")
@Produces(MediaType.TEXT_PLAIN)
public class WorkInSecondWar {
    private static final int IN_FLIGHT = 1_000;
    private static final int ITEMS = 30_000;
    /** Of each: till then both get faster from round to round, as the server compiles them. */
    private static final int WARM_UPS = 10;

    private static final int ROUNDS = 15;

    @Inject
    @EventDomain("works")
    @Queue("jobs")
    WorkQueue jobs;

    @Inject
    @EventDomain("works")
    @Queue("empty")
    WorkQueue empty;

    @Inject
    @EventDomain("works")
    @Queue("shared")
    WorkQueue shared;

    @Inject
    @EventDomain("works")
    @Queue("leftovers")
    WorkQueue leftovers;

    @Resource(lookup = "java:comp/UserTransaction")
    UserTransaction transaction;

    @Resource(lookup = "java:comp/DefaultManagedExecutorService")
    ManagedExecutorService executor;

    /** The paths of requests that carry a token. */
    @ApplicationScoped
    @ApplicationPath("api")
    @LoginConfig(authMethod = "MP-JWT")
    public static class Api extends Application {}

    /** What the collectors saw of an item that somebody sent in a transaction. */
    @GET
    public String look(@Context SecurityContext security) throws Exception {
        transaction.begin();
        try {
            Outcome outcome = jobs.send(security.getUserPrincipal().getName()).await(Duration.ofSeconds(20));
            return outcome.status() + "\n"
                    + outcome.results().stream()
                            .map(result -> result.receiver() + ": " + result.value())
                            .collect(Collectors.joining("\n"));
        } finally {
            transaction.rollback();
        }
    }

    String inSecondWar(@Works("shared") @EventDomain("works") String item) {
        return item + " in the second war, loader "
                + (Thread.currentThread().getContextClassLoader() == WorkInSecondWar.class.getClassLoader());
    }

    /** What the collectors of both WARs say of an item. */
    @GET
    @Path("shared")
    public String shared() throws Exception {
        return shared.send("item").await(Duration.ofSeconds(20)).results().stream()
                .map(result -> String.valueOf(result.value()))
                .collect(Collectors.joining("\n"));
    }

    /** What a worker sees after another item has left something on its thread; many at once, so that batches form. */
    @GET
    @Path("leftovers/{what}")
    public String leftovers(@PathParam("what") String what) throws Exception {
        List<Publication> looks = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            leftovers.send(what);
            looks.add(leftovers.send("look"));
        }
        Set<String> seen = new TreeSet<>();
        for (Publication look : looks) {
            seen.add(String.valueOf(
                    look.await(Duration.ofSeconds(20)).results().get(0).value()));
        }
        return String.join("\n", seen);
    }

    /** Empty work by the queue and by one submit an item, in turns: thousands a second, of each the median. */
    @GET
    @Path("speed")
    public String speed() throws Exception {
        List<Double> queue = new ArrayList<>();
        List<Double> submits = new ArrayList<>();
        for (int round = 1 - WARM_UPS; round <= ROUNDS; round++) {
            double one = thousandsASecond(number -> empty.send(number).outcome().toCompletableFuture());
            double other = thousandsASecond(this::submit);
            if (round > 0) {
                queue.add(one);
                submits.add(other);
            }
        }
        return String.format(
                Locale.ROOT,
                "W2 thousand items/s: work queue %.0f %s, one submit an item %.0f %s, ratio %.2f",
                median(queue),
                queue.stream().map(Math::round).toList(),
                median(submits),
                submits.stream().map(Math::round).toList(),
                median(queue) / median(submits));
    }

    private CompletableFuture<Outcome> submit(int number) {
        var ended = new CompletableFuture<Outcome>();
        long sent = System.nanoTime();
        executor.submit(() -> {
            long begun = System.nanoTime();
            var result = new Result("empty", number, null, new Work(1, begun - sent, System.nanoTime() - begun));
            ended.complete(new Outcome(Status.COMPLETED, List.of(result), Duration.ZERO, Duration.ZERO));
        });
        return ended;
    }

    private static double thousandsASecond(IntFunction<CompletableFuture<Outcome>> work) throws Exception {
        var free = new Semaphore(IN_FLIGHT);
        long start = System.nanoTime();
        for (int i = 0; i < ITEMS; i++) {
            if (!free.tryAcquire(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("an item was lost");
            }
            work.apply(i).whenComplete((outcome, error) -> {
                if (error == null && outcome.status() == Status.COMPLETED) { // else it is missed at the end
                    free.release();
                }
            });
        }
        if (!free.tryAcquire(IN_FLIGHT, 20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("items were lost");
        }
        return ITEMS * 1e6 / (System.nanoTime() - start);
    }

    private static double median(List<Double> figures) {
        return figures.stream().sorted().skip(figures.size() / 2).findFirst().orElseThrow();
    }
}
