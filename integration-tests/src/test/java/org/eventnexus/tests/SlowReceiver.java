package org.eventnexus.tests;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eventnexus.EventBus;
import org.eventnexus.cdi.ApplicationThreads;
import org.eventnexus.cdi.DomainsStarted;
import org.eventnexus.cdi.DomainsStopping;
import org.eventnexus.cdi.Handles;

/** Takes a while for each event and writes down what happens, in a file that outlives the application. */
@ApplicationScoped
class SlowReceiver {
    static final String FILE_NAME = "journal.txt";

    @Inject
    ApplicationThreads threads;

    CompletionStage<Void> take(@Handles("slow") int number) {
        var done = new CompletableFuture<Void>();
        threads.scheduler()
                .schedule(() -> threads.executor().execute(() -> finish(number, done)), Duration.ofMillis(2));
        return done;
    }

    private void finish(int number, CompletableFuture<Void> done) {
        write("taken " + number);
        done.complete(null);
    }

    void started(@Observes DomainsStarted event) {
        write("started");
    }

    void stopping(@Observes DomainsStopping event) {
        write("stopping");
    }

    @PreDestroy
    void gone() {
        write("gone");
    }

    private static synchronized void write(String line) {
        try (InputStream name = SlowReceiver.class.getResourceAsStream("/" + FILE_NAME)) {
            Path journal = Path.of(new String(name.readAllBytes(), StandardCharsets.UTF_8));
            Files.writeString(journal, line + '\n', StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Publishes without waiting. */
    @WebServlet("/publish")
    @SuppressWarnings("serial")
    public static class Publisher extends HttpServlet {
        @Inject
        private transient EventBus bus;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            int count = Integer.parseInt(request.getParameter("count"));
            for (int i = 1; i <= count; i++) {
                bus.publish("slow", i);
            }
            response.getWriter().print("published " + count);
        }
    }
}
