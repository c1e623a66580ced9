package org.eventnexus.cdi;

import java.util.concurrent.Executor;
import org.eventnexus.domain.EngineClock;
import org.eventnexus.domain.Scheduler;

/** What an application's domains run on, as its other parts may use it. */
record SharedThreads(Executor executor, Scheduler scheduler, EngineClock clock) implements ApplicationThreads {}
