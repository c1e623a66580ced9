package org.eventnexus.gateway.rest;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.eventnexus.gateway.wire.Problem;

/** The problem document for errors that arise beside JAX-RS. Public for the container, which makes it. */
public class ErrorPage extends HttpServlet {
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object said = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        write(response, said instanceof Integer status ? status : HttpServletResponse.SC_NOT_FOUND);
    }

    static void write(HttpServletResponse response, int status) throws IOException {
        Response.Status known = Response.Status.fromStatusCode(status);
        Problem problem = new Problem(status, known == null ? "Error" : known.getReasonPhrase(), null);
        response.setStatus(status);
        response.setContentType(Problem.MEDIA_TYPE);
        response.getOutputStream().write(problem.json().getBytes(StandardCharsets.UTF_8));
    }
}
