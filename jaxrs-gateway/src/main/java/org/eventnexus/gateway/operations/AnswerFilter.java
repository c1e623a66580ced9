package org.eventnexus.gateway.operations;

import jakarta.inject.Inject;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Counts answers when they are complete, those that come late and streams too. Public for the container, which makes it. */
public class AnswerFilter extends HttpFilter {
    @Inject
    RequestCounts counts;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(request, response);
        if (!request.isAsyncStarted()) {
            counts.answered(response.getStatus());
            return;
        }
        try {
            request.getAsyncContext().addListener(new Completion(counts, response));
        } catch (IllegalStateException complete) { // this very moment
            counts.answered(response.getStatus());
        }
    }

    private record Completion(RequestCounts counts, HttpServletResponse response) implements AsyncListener {
        @Override
        public void onComplete(AsyncEvent event) {
            counts.answered(response.getStatus());
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // there is none
        }

        @Override
        public void onError(AsyncEvent event) {
            // it completes after this
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // nobody starts it again
        }
    }
}
