package org.eventnexus.cdi;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eventnexus.DomainConfig;
import org.eventnexus.Domains;
import org.eventnexus.Nexus;
import org.eventnexus.domain.DomainEngine;

/**
 * An application's domains: joined by its CDI containers while they are validated, started when the modules of all
 * receivers are up, stopped when the first of them goes down.
 *
 * <p>Thread-safe. Some servers start and stop modules in parallel: whoever comes while the domains start or stop waits, so
 * that no module goes down while its receivers are still being called.
 */
final class Application {
    private enum Phase {
        JOINING,
        RUNNING,
        STOPPED
    }

    private final EngineThreads threads;
    private final DomainEngine engine;
    private final List<Container> containers = new ArrayList<>();
    private final Roster roster = new Roster();
    private final SourceRoster sources = new SourceRoster();
    private final BoundaryRoster boundaries = new BoundaryRoster();
    private final WorkRoster queues = new WorkRoster();
    private final ConnectionRoster connections = new ConnectionRoster();
    private final Modules modules = new Modules();
    private final Marks marks = new Marks();
    private final Announcements announcements = new Announcements(modules);
    private final MiddlewareRoster middlewares = new MiddlewareRoster();
    private final EventAccessRoster eventAccess = new EventAccessRoster();
    private final Runnable afterStop;
    /** Null until a module is up, or somebody has needed them. */
    private volatile Transactions transactions;

    private Phase phase = Phase.JOINING;

    /** @param afterStop run once, when the domains have stopped */
    Application(Runnable afterStop) {
        this(new Threads(), DomainEngine.builder(), afterStop);
    }

    private Application(EngineThreads threads, DomainEngine.Builder engine, Runnable afterStop) {
        this.threads = threads;
        this.engine = engine.executor(threads.executor())
                .blockingExecutor(threads.blockingExecutor())
                .scheduler(threads.scheduler())
                .transactions(this::whenEnded)
                .callGuard(this::tidy)
                .build();
        this.afterStop = afterStop;
    }

    /** An application of one container in Java SE. */
    static Application on(SeRuntime runtime) {
        DomainEngine.Builder engine =
                DomainEngine.builder().clock(runtime.clock()).errorHandler(runtime.errorHandler());
        return new Application(GivenThreads.of(runtime), engine, () -> {});
    }

    Domains domains() {
        return engine;
    }

    /** Of events that came from CDI. */
    Marks marks() {
        return marks;
    }

    ApplicationThreads threads() {
        return new SharedThreads(threads.executor(), threads.scheduler(), engine.clock());
    }

    ApplicationAccess access() {
        return eventAccess;
    }

    private boolean whenEnded(int events, Consumer<Boolean> ended) {
        Transactions known = transactions;
        if (known == null) { // somebody publishes before any module is up, from a component of his own
            known = Transactions.lookUp().orElse(null);
            transactions = known;
        }
        return known != null && known.whenEnded(events, ended);
    }

    private <T> T tidy(Callable<T> code) throws Exception {
        return TidyCall.of(code, Optional.ofNullable(transactions));
    }

    /** Reports what is in the way of each other, within a container's findings or between them and the other containers. */
    synchronized void check(Findings findings, Problems problems) {
        if (phase != Phase.JOINING) {
            Stream.<Collection<? extends Located>>of(
                            findings.receivers(),
                            findings.sources(),
                            findings.middlewares(),
                            findings.eventAccess(),
                            findings.bridge().observers())
                    .flatMap(Collection::stream)
                    .findFirst()
                    .ifPresent(late -> problems.add(
                            "ENX-0114",
                            late.place(),
                            "its module comes up after the application's domains have started",
                            "deploy all modules of the application together"));
        }
        roster.check(findings, problems);
        eventAccess.check(findings.eventAccess(), problems);
        boundaries.check(roster.with(findings), findings.boundaries(), problems);
        queues.check(roster.with(findings), findings, problems);
        connections.check(findings.connections(), problems);
        findings.domains().forEach(config -> check(config, problems));
    }

    private void check(DomainConfig config, Problems problems) {
        engine.find(config.name())
                .filter(other -> !other.config().equals(config))
                .ifPresent(other -> problems.add(
                        "ENX-0112",
                        "domain " + config.name(),
                        "its settings are different in two modules of the application: " + config + " and "
                                + other.config(),
                        "put its settings into the META-INF/microprofile-config.properties of a jar in the EAR's lib"));
    }

    /** Takes in a container. Its domains exist from now on, and keep what is published until they start. */
    synchronized void join(Container container) {
        containers.add(container);
        roster.add(container);
        sources.add(container);
        boundaries.add(container);
        for (DomainConfig config : container.findings().domains()) {
            if (engine.find(config.name()).isEmpty()) {
                engine.create(config);
            }
        }
        queues.add(container, engine);
        middlewares.register(container, engine);
        eventAccess.add(container);
        connections.add(container);
    }

    /** Takes in a WAR that is up now, and starts the domains if it was the last that was waited for. */
    synchronized void arrive(WebModule module) {
        modules.add(module);
        if (transactions == null) {
            transactions = module.transactions().orElse(null);
        }
        if (phase == Phase.JOINING) {
            List<String> awaited = modules.awaited(located());
            if (awaited.isEmpty()) {
                start(module, module.threads());
            } else {
                Log.waiting(module.name(), awaited);
            }
        }
        if (phase == Phase.RUNNING) {
            announcements.started(containers, new DomainsStarted(engine));
        }
    }

    /** What must be up before the domains start. */
    private Stream<Located> located() {
        Stream<Located> observers =
                containers.stream().flatMap(container -> container.findings().bridge().observers().stream());
        return Stream.concat(observers, Stream.concat(roster.receivers(), sources.sources()));
    }

    /** Starts the domains where there are no modules to wait for: in Java SE. */
    synchronized void startAlone(Container container) {
        if (phase == Phase.JOINING) {
            start(null, Threads.daemons(Thread.currentThread().getContextClassLoader()));
            announcements.startedHere(container, new DomainsStarted(engine));
        }
    }

    private void start(WebModule module, ThreadFactory factory) {
        var problems = new Problems();
        var wiring = new Wiring(engine, modules, module, problems);
        roster.sorted().forEach(wiring::wire);
        containers.forEach(container ->
                new OutBridge(container, wiring, modules.of(container), threads.blockingExecutor()).connect());
        boundaries.register(engine, problems);
        connections.checkDomains(engine, problems);
        failIf(problems);
        int size = containers.stream()
                .mapToInt(container -> container.findings().threads())
                .max()
                .orElse(1);
        threads.open(factory, size);
        connections.open(engine, factory, problems);
        failIf(problems);
        phase = Phase.RUNNING;
        sources.register(engine, modules);
        engine.start();
        warnOfUnused();
        queues.warnOfUnused();
        Log.started(names(), (int) roster.receivers().count(), size);
    }

    private void failIf(Problems problems) {
        problems.asException().ifPresent(failure -> {
            stop();
            throw failure;
        });
    }

    private void warnOfUnused() {
        for (String name : names()) {
            if (containers.stream()
                    .noneMatch(container -> container.findings().used().contains(name))) {
                Log.unused(name);
            }
        }
    }

    private TreeSet<String> names() {
        TreeSet<String> names = new TreeSet<>();
        engine.all().stream().map(Nexus::name).forEach(names::add);
        return names;
    }

    /** Tells the application, lets the domains handle what they have within their drain timeouts, and frees the threads. */
    synchronized void stop() {
        if (phase == Phase.STOPPED) {
            return;
        }
        boolean ran = phase == Phase.RUNNING;
        phase = Phase.STOPPED;
        if (ran) {
            announcements.stopping(new DomainsStopping(engine));
        }
        engine.close();
        connections.close();
        middlewares.close();
        eventAccess.close();
        threads.close();
        afterStop.run();
        if (ran) {
            Log.stopped(names());
        }
    }
}
