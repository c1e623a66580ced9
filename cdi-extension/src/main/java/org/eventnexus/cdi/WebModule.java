package org.eventnexus.cdi;

import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.ServletContext;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * A WAR of the application, as its listener found it.
 *
 * @param name its context path
 * @param loader its class loader
 * @param manager what sees the beans that it sees
 * @param context runs on the calling thread, in the WAR's context: class loader, naming, CDI, and nobody's identity
 * @param threads the server's, for this WAR
 * @param transactions the server's, if it has any
 * @param container the one that its beans are in
 */
record WebModule(
        String name,
        ClassLoader loader,
        BeanManager manager,
        Executor context,
        ThreadFactory threads,
        Optional<Transactions> transactions,
        Container container) {

    /**
     * To be called in the WAR's listener: only there everything can be looked up in every server.
     *
     * @return empty if the WAR has no CDI, and so neither receivers nor anything to tell
     */
    static Optional<WebModule> of(ServletContext servlets) {
        return lookUpManager().flatMap(manager -> {
            Instance<Container> container = manager.createInstance().select(Container.class);
            return container.isResolvable() ? Optional.of(of(servlets, manager, container.get())) : Optional.empty();
        });
    }

    private static WebModule of(ServletContext servlets, BeanManager manager, Container container) {
        ClassLoader loader = servlets.getClassLoader();
        return new WebModule(
                servlets.getContextPath(),
                loader,
                manager,
                context(loader),
                threads(loader),
                Transactions.lookUp(),
                container);
    }

    private static Optional<BeanManager> lookUpManager() {
        try {
            return Optional.of((BeanManager) new InitialContext().lookup("java:comp/BeanManager"));
        } catch (NamingException unbound) {
            return currentManager();
        }
    }

    private static Optional<BeanManager> currentManager() {
        try {
            return Optional.of(CDI.current().getBeanManager());
        } catch (IllegalStateException absent) {
            return Optional.empty();
        }
    }

    private static Executor context(ClassLoader loader) {
        Executor here = Runnable::run;
        try {
            var service = (ContextService) new InitialContext().lookup("java:comp/DefaultContextService");
            return service.createContextualProxy(here, Executor.class);
        } catch (NamingException | NoClassDefFoundError absent) {
            Log.unmanaged("context service", absent);
            return task -> runIn(loader, task);
        }
    }

    private static void runIn(ClassLoader loader, Runnable task) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            task.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static ThreadFactory threads(ClassLoader loader) {
        try {
            return (ThreadFactory) new InitialContext().lookup("java:comp/DefaultManagedThreadFactory");
        } catch (NamingException absent) {
            Log.unmanaged("managed thread factory", absent);
            return Threads.daemons(loader);
        }
    }
}
