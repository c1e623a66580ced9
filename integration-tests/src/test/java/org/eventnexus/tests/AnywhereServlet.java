package org.eventnexus.tests;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.TreeSet;

/** Publishes, makes all others publish meanwhile, and tells what became of it: a line each. */
@WebServlet("/publish")
public class AnywhereServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    transient Anywhere anywhere;

    @Inject
    @Any
    transient Instance<AnywherePlace> places;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        var names = new TreeSet<String>();
        names.add("servlet");
        for (AnywherePlace place : places) {
            names.addAll(place.names());
            place.publish();
        }
        anywhere.publish("servlet");
        for (String name : names) {
            response.getWriter().println(name + ": " + outcome(name));
        }
    }

    private String outcome(String name) throws ServletException {
        try {
            return anywhere.outcome(name);
        } catch (Exception failed) {
            throw new ServletException(name, failed);
        }
    }
}
