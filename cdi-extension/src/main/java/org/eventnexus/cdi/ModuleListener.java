package org.eventnexus.cdi;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;

/** Sees a WAR come up, after its own listeners, and go down, before them. */
final class ModuleListener implements ServletContextListener {
    private Application application;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        WebModule.of(event.getServletContext()).ifPresent(module -> {
            application = module.container().application();
            application.arrive(module);
        });
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        if (application != null) {
            application.stop();
        }
    }
}
