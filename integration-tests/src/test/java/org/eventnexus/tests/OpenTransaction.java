package org.eventnexus.tests;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.UserTransaction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eventnexus.EventBus;
import org.eventnexus.EventDraft;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication;
import org.eventnexus.PublishPhase;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Subscribes;

/** Publishes in a transaction that it commits when its application has been stopped; writes down what becomes of it. */
@WebServlet("/hold")
@SuppressWarnings("serial")
public class OpenTransaction extends HttpServlet {
    static final String FILE_NAME = "journal.txt";
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    @Inject
    private transient Held held;

    @Resource(lookup = "java:comp/UserTransaction")
    private transient UserTransaction own;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        Path journal = journal();
        try {
            EventBus bus = held.bus(); // CDI may be gone before the end
            own.begin();
            Publication success = held.publish(PublishPhase.AFTER_SUCCESS);
            Publication completion = held.publish(PublishPhase.AFTER_COMPLETION);
            write(journal, "open " + success.status() + " " + completion.status());
            awaitTheStop(bus);
            String before = success.status() + " " + completion.status();
            own.commit();
            write(journal, before + " " + success.status() + " " + completion.status() + " " + why(success));
        } catch (Exception | Error e) {
            write(journal, "failed " + e);
            throw new ServletException(e);
        }
    }

    /** The application has nobody left to tell: until the domain takes no events any more. */
    private static void awaitTheStop(EventBus bus) {
        long end = System.nanoTime() + PATIENCE;
        while (bus.publish("still.there", null).status() != Publication.Status.REFUSED) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the application was not stopped");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private static String why(Publication publication) {
        return publication
                .accepted()
                .handle((event, error) -> String.valueOf(error))
                .toCompletableFuture()
                .getNow("unknown");
    }

    /** Who publishes, and would be told of it. */
    @ApplicationScoped
    static class Held {
        @Inject
        @EventDomain("held")
        EventBus bus;

        Publication publish(PublishPhase phase) {
            return bus.publish(EventDraft.of("held", null).phase(phase));
        }

        EventBus bus() {
            return bus;
        }

        void take(@Subscribes("held") @EventDomain("held") NexusEvent<Object> event) {
            throw new IllegalStateException("told of " + event);
        }
    }

    private static Path journal() throws IOException {
        try (InputStream name = OpenTransaction.class.getResourceAsStream("/" + FILE_NAME)) {
            return Path.of(new String(name.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static void write(Path journal, String line) throws IOException {
        Files.writeString(journal, line + '\n', StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
