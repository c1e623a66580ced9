package org.eventnexus.gateway.rest;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;

/** The gateway's JAX-RS application. It names no login of the server's: {@link CallerFilter} tells who calls. */
@ApplicationPath("api")
public class GatewayApplication extends Application {
    /** Jersey would describe the resources, by its own names for their methods, to whoever asks for OPTIONS. */
    @Override
    public Map<String, Object> getProperties() {
        return Map.of("jersey.config.server.wadl.disableWadl", true);
    }
}
