package org.eventnexus.gateway.rest;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** The same for the exceptions for which both servers have mappers of their own, nearer than one for all. */
@Provider
public class WebProblems implements ExceptionMapper<WebApplicationException> {
    private final Problems problems = new Problems();

    @Override
    public Response toResponse(WebApplicationException error) {
        return problems.toResponse(error);
    }
}
