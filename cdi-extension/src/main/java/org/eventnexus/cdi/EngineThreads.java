package org.eventnexus.cdi;

import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import org.eventnexus.domain.Scheduler;

/** What an application's domains run on. Thread-safe. */
interface EngineThreads {

    Executor executor();

    Scheduler scheduler();

    /** As many threads as there are tasks, for those that may hold one: sources that block. */
    Executor blockingExecutor();

    /** The domains are about to start: makes the threads, if it is this one's to make them. */
    void open(ThreadFactory factory, int size);

    /** The domains have stopped. */
    void close();
}
