package org.eventnexus.tests;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eventnexus.CollectorStats;
import org.eventnexus.Nexus;
import org.eventnexus.WorkQueue;
import org.eventnexus.cdi.DomainsStarted;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Works;

/** Sends items as soon as it can, works on them, and writes down at its end what has become of them. */
@ApplicationScoped
@EventDomain("left")
class WorkUndeployedQuick {
    static final String FILE_NAME = "figures.txt";
    static final int ITEMS = 30;

    private Nexus nexus;
    private WorkQueue queue;
    private Path file;

    void started(@Observes DomainsStarted event) {
        nexus = event.domains().get("left");
        queue = nexus.findWorkQueue("loads").orElseThrow();
        text(); // and so loads all classes that it takes: at the end Payara finds nothing in the WAR any more
        file = file();
        for (int i = 0; i < ITEMS; i++) {
            queue.send(i);
        }
    }

    int quick(@Works("loads") int number) {
        return number;
    }

    @PreDestroy
    void write() {
        try {
            Files.writeString(file, text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file() {
        try (InputStream name = WorkUndeployedQuick.class.getResourceAsStream("/" + FILE_NAME)) {
            return Path.of(new String(name.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text() {
        Nexus.Stats all = nexus.stats();
        StringBuilder text = new StringBuilder("published " + all.published() + ", abandoned " + all.abandoned()
                + ", waiting " + all.waiting() + "\n");
        for (CollectorStats each : queue.stats().collectors()) {
            text.append(each.collector() + ": taken " + each.taken() + ", done " + each.done() + ", failed "
                    + each.failed() + ", abandoned " + each.abandoned() + ", waiting " + each.waiting() + ", busy "
                    + each.busy() + "\n");
        }
        return text.toString();
    }
}
