package org.eventnexus.tests;

import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Retried;
import org.eventnexus.cdi.Works;

/** Collectors of work queues; those who send to them are in another WAR. */
@ApplicationScoped
@EventDomain("works")
public class WorkInFirstWar {
    private final AtomicInteger calls = new AtomicInteger();

    @Inject
    Surroundings surroundings;

    @Resource(lookup = "java:comp/UserTransaction")
    UserTransaction transaction;

    String look(@Works(value = "jobs", concurrency = "2..4") String job) {
        return surroundings.look();
    }

    CompletionStage<String> withRequest(@Works("jobs") @Priority(1) String job, Surroundings.Visitor own) {
        return CompletableFuture.completedFuture(surroundings.look());
    }

    @Retried(attempts = 2, delay = "1ms")
    int second(@Works("tries") int number) {
        if (calls.incrementAndGet() % 2 == 1) {
            throw new IllegalStateException("the first time");
        }
        return number;
    }

    int empty(@Works(value = "empty", concurrency = "2") int number) {
        return number;
    }

    String inFirstWar(@Works("shared") String item) {
        return item + " in the first war, loader "
                + (Thread.currentThread().getContextClassLoader() == WorkInFirstWar.class.getClassLoader());
    }

    /** Leaves its thread otherwise than it was, or looks at what others have left. */
    String leave(@Works(value = "leftovers", concurrency = "1") String what) throws Exception {
        Thread thread = Thread.currentThread();
        switch (what) {
            case "transaction" -> transaction.begin();
            case "loader" -> thread.setContextClassLoader(null);
            case "name" -> thread.setName("left");
            case "interrupt" -> thread.interrupt();
            default -> {
                return surroundings.look() + ", interrupted " + thread.isInterrupted() + ", thread "
                        + thread.getName().replaceAll("\\d", "");
            }
        }
        return "left";
    }
}
