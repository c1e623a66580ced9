package org.eventnexus.gateway.stream;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;

/** Ends the streams before the container takes the application apart. Public for the container, which makes it. */
public class StreamLifecycle implements ServletContextListener {
    private final BrokenPipeFilter filter = new BrokenPipeFilter();

    @Inject
    StreamHub hub;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        filter.install();
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        hub.close();
        filter.remove();
    }
}
