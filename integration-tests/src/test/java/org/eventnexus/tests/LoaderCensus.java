package org.eventnexus.tests;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import org.eventnexus.Nexus;

/** Enters the class loaders of a WAR and of the library with the domains in the list of those that should go. */
@WebListener
public class LoaderCensus implements ServletContextListener {

    @Override
    public void contextInitialized(ServletContextEvent event) {
        String module = event.getServletContext().getContextPath();
        ClassLoaders.add(module, LoaderCensus.class.getClassLoader());
        ClassLoaders.add("lib", Nexus.class.getClassLoader());
    }
}
