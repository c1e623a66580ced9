package org.eventnexus.cdi;

import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import org.eventnexus.domain.Scheduler;

/** Threads that a program in Java SE has brought, and keeps. */
record GivenThreads(Executor executor, Executor blockingExecutor, Scheduler scheduler) implements EngineThreads {

    static GivenThreads of(SeRuntime runtime) {
        return new GivenThreads(runtime.executor(), runtime.blockingExecutor(), runtime.scheduler());
    }

    @Override
    public void open(ThreadFactory factory, int size) {}

    @Override
    public void close() {}
}
