package org.eventnexus.tests;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Publishes as a CDI bean, and on threads that the container manages. */
@RequestScoped
public class AnywhereBean implements AnywherePlace {
    @Inject
    Anywhere anywhere;

    @Resource
    ManagedExecutorService executor;

    @Resource
    ManagedScheduledExecutorService scheduler;

    @Resource
    ManagedThreadFactory threads;

    @Override
    public Set<String> names() {
        return Set.of("bean", "executor", "scheduler", "thread");
    }

    @Override
    public void publish() {
        Anywhere shared = anywhere; // on the other threads there is no request
        executor.execute(() -> shared.publish("executor"));
        scheduler.schedule(() -> shared.publish("scheduler"), 1, TimeUnit.MILLISECONDS);
        threads.newThread(() -> shared.publish("thread")).start();
        shared.publish("bean");
    }
}
