package org.eventnexus.demo;

import static java.util.Objects.requireNonNull;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eventnexus.HandlerContext;
import org.eventnexus.NexusEvent;
import org.eventnexus.cdi.ApplicationThreads;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Handles;
import org.eventnexus.cdi.Subscribes;

/** Receivers to try a domain with: one for each way in which an event can end, and two that share what nobody handles. */
@ApplicationScoped
class Playground {
    private static final long LONGEST_PAUSE = Duration.ofMinutes(1).toMillis();

    @Inject
    ApplicationThreads threads;

    /** @param millis 0 to 60,000 */
    public record Pause(Long millis) {
        public Pause {
            if (millis == null || millis < 0 || millis > LONGEST_PAUSE) {
                throw new IllegalArgumentException("millis is " + millis + ", not 0 to " + LONGEST_PAUSE);
            }
        }
    }

    /** @param depth how many events are to follow; how many may is the domain's max-secondaries */
    public record Link(Long depth) {
        public Link {
            if (depth == null || depth < 0) {
                throw new IllegalArgumentException("depth is " + depth + ", not 0 or more");
            }
        }
    }

    JsonValue echo(@Handles("echo") @EventDomain("playground") JsonValue payload) {
        return payload;
    }

    void fail(@Handles("fail") @EventDomain("playground") NexusEvent<?> event) {
        throw new IllegalStateException("asked to fail");
    }

    /** Until the stage completes the event is unfinished, but no thread is held. */
    CompletionStage<Long> slow(@Handles("slow") @EventDomain("playground") Pause pause) {
        requireNonNull(pause, "slow takes {\"millis\":N}");
        var over = new CompletableFuture<Long>();
        threads.scheduler().schedule(() -> over.complete(pause.millis()), Duration.ofMillis(pause.millis()));
        return over;
    }

    void chain(@Handles("chain") @EventDomain("playground") Link link, HandlerContext context) {
        requireNonNull(link, "chain takes {\"depth\":N}");
        if (link.depth() > 0) {
            context.emit("chain", new Link(link.depth() - 1));
        }
    }

    String readNote(@Subscribes("note.**") @EventDomain("playground") NexusEvent<?> note) {
        return "readNote";
    }

    String fileNote(@Subscribes("note.**") @EventDomain("playground") NexusEvent<?> note) {
        return "fileNote";
    }
}
