package org.eventnexus.tests;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
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
}
