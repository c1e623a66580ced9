package org.eventnexus.gateway.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The gateway's JAX-RS application. It has a scope because Payara looks for login settings on beans only. */
@ApplicationScoped
@ApplicationPath("api")
public class GatewayApplication extends Application {}
