package org.eventnexus.demo;

import static java.util.Objects.requireNonNull;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eventnexus.HandlerContext;
import org.eventnexus.NexusEvent;
import org.eventnexus.cdi.ApplicationThreads;
import org.eventnexus.cdi.DeadLettered;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Handles;
import org.eventnexus.cdi.Subscribes;

/** Receivers to try a domain with: one for each way in which an event can end, and two that share what nobody handles. */
@ApplicationScoped
class Playground {
    private static final long LONGEST_PAUSE = Duration.ofMinutes(1).toMillis();

    @Inject
    ApplicationThreads threads;

    /** @param millis a whole number, 0 to 60,000 */
    public record Pause(BigDecimal millis) {}

    /** @param depth how many events are to follow, a whole number; how many may is the domain's max-secondaries */
    public record Link(BigDecimal depth) {}

    /** The payload as it came, not as a class: then there is nothing that could be lost on the way, or refused. */
    Object echo(@Handles("echo") @EventDomain("playground") NexusEvent<?> event) {
        return event.payload();
    }

    @DeadLettered
    void fail(@Handles("fail") @EventDomain("playground") NexusEvent<?> event) {
        throw new IllegalStateException("asked to fail");
    }

    /** Until the stage completes the event is unfinished, but no thread is held. */
    CompletionStage<Long> slow(@Handles("slow") @EventDomain("playground") Pause pause) {
        requireNonNull(pause, "slow takes {\"millis\":N}");
        long millis = whole("millis", pause.millis(), LONGEST_PAUSE);
        var over = new CompletableFuture<Long>();
        threads.scheduler().schedule(() -> over.complete(millis), Duration.ofMillis(millis));
        return over;
    }

    void chain(@Handles("chain") @EventDomain("playground") Link link, HandlerContext context) {
        requireNonNull(link, "chain takes {\"depth\":N}");
        long depth = whole("depth", link.depth(), Integer.MAX_VALUE);
        if (depth > 0) {
            context.emit("chain", new Link(BigDecimal.valueOf(depth - 1)));
        }
    }

    /** Exactly: JSON-B would make 1 of 1.5 for a long, and of what is too large for one it would keep the low bits. */
    private static long whole(String name, BigDecimal number, long most) {
        if (number == null
                || number.signum() < 0
                || number.compareTo(BigDecimal.valueOf(most)) > 0
                || number.remainder(BigDecimal.ONE).signum() != 0) {
            throw new IllegalArgumentException(name + " is " + number + ", not a whole number from 0 to " + most);
        }
        return number.longValue();
    }

    String readNote(@Subscribes("note.**") @EventDomain("playground") NexusEvent<?> note) {
        return "readNote";
    }

    String fileNote(@Subscribes("note.**") @EventDomain("playground") NexusEvent<?> note) {
        return "fileNote";
    }
}
