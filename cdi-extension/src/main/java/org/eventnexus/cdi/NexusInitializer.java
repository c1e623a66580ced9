package org.eventnexus.cdi;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.util.Set;

/**
 * Called by the server for each WAR that sees this jar: in an EAR's {@code lib} for all of its WARs. Not for users.
 *
 * <p>Neither CDI's {@code Startup} nor its {@code Shutdown} would do: where each WAR has a container, not all receivers are
 * known at the one, and not all of them can be called any more at the other.
 */
public final class NexusInitializer implements ServletContainerInitializer {

    @Override
    public void onStartup(Set<Class<?>> none, ServletContext context) {
        context.addListener(new ModuleListener());
    }
}
