package org.eventnexus.tests;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.eventnexus.EventDraft;
import org.eventnexus.HandlerContext;
import org.eventnexus.NexusEvent;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Forwards;
import org.eventnexus.cdi.Handles;
import org.eventnexus.cdi.SubscribesAsync;

/** Receivers, and settings that open some of their domains, for what operators look at. */
@ApplicationScoped
class OperationsReceivers {
    static final String SETTINGS = """
            eventnexus.gateway.heartbeat=1s
            eventnexus.domain.shown.retention=1000
            eventnexus.gateway.shown.subscribe=*
            eventnexus.gateway.shown.publish=*
            eventnexus.gateway.shown.admin=*
            eventnexus.domain.shown.dead-letter=true
            eventnexus.domain.second.retention=100
            eventnexus.domain.second.drain-timeout=4s
            eventnexus.gateway.second.subscribe=*
            eventnexus.gateway.second.publish=*
            eventnexus.domain.veiled.capacity=7
            eventnexus.gateway.veiled.subscribe=keeper
            eventnexus.gateway.operations=callers
            eventnexus.domain.eventnexus.retention=1000
            eventnexus.gateway.eventnexus.subscribe=*
            """;

    Object echo(@Handles("echo") @EventDomain("shown") NexusEvent<?> event) {
        return event.payload();
    }

    void fail(@Handles("fail") @EventDomain("shown") NexusEvent<?> event) {
        throw new IllegalStateException("asked to fail");
    }

    void beside(@SubscribesAsync("echo") @EventDomain("shown") NexusEvent<?> event) {
        // a lane has figures
    }

    /** Emits an event, which is forwarded. */
    void chain(@Handles("chain") @EventDomain("shown") NexusEvent<?> event, HandlerContext context) {
        context.emit(EventDraft.of("over", 1));
    }

    NexusEvent<?> over(@Forwards(value = "over", to = "second") @EventDomain("shown") NexusEvent<?> event) {
        return event;
    }

    NexusEvent<?> away(@Forwards(value = "over", to = "veiled") @EventDomain("shown") NexusEvent<?> event) {
        return event;
    }

    /** Holds its domain until the test makes a file, as nothing else reaches an application that is being undeployed. */
    boolean hold(@Handles("hold") @EventDomain("second") String file) {
        Path released = Path.of(file);
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!Files.exists(released) && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        return Files.exists(released);
    }
}
