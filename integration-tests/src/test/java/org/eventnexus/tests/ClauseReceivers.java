package org.eventnexus.tests;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.eventnexus.Domains;
import org.eventnexus.EventDraft;
import org.eventnexus.Filter.Verdict;
import org.eventnexus.Middleware;
import org.eventnexus.NexusEvent;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Filters;
import org.eventnexus.cdi.Forwards;
import org.eventnexus.cdi.Handles;
import org.eventnexus.cdi.Subscribes;
import org.eventnexus.cdi.Works;

/** One receiver of each kind, and domains in which an event may end in each way. */
@ApplicationScoped
class ClauseReceivers {
    static final String LONG_NAME = "Long_name-" + "0123456789".repeat(5) + "abcd";
    static final Class<?>[] CLASSES = {ClauseReceivers.class, ClauseSubscribers.class, ClauseReceivers.Rule.class};

    /** Nothing opens {@code silent}. */
    static final String SETTINGS = """
            eventnexus.gateway.heartbeat=1s
            eventnexus.domain.silent.capacity=10
            eventnexus.domain.empty.capacity=10
            eventnexus.domain.noted.capacity=100
            eventnexus.domain.urgent.order=priority
            eventnexus.domain.brief.retention=10
            eventnexus.domain.loose.capacity=1
            eventnexus.domain.loose.overflow=drop-oldest
            eventnexus.domain.held.capacity=200
            eventnexus.domain.%s.capacity=5
            """.formatted(LONG_NAME)
            + open(
                    "desk", "lever", "counted", "noted", "urgent", "brief", "loose", "held", "ruled", "ends", "empty",
                    LONG_NAME);

    private final Queue<CompletableFuture<String>> held = new ConcurrentLinkedQueue<>();
    private final AtomicInteger turn = new AtomicInteger();

    @Inject
    Domains domains;

    private static String open(String... names) {
        StringBuilder settings = new StringBuilder();
        for (String name : names) {
            settings.append("eventnexus.gateway.").append(name).append(".subscribe=*\n");
            settings.append("eventnexus.gateway.").append(name).append(".publish=*\n");
        }
        return settings.toString();
    }

    // ---- desk: one of each kind

    String key(@Handles("key") @EventDomain("desk") NexusEvent<?> event) {
        return event.key().orElse(null);
    }

    Object fail(@Handles("fail") @EventDomain("desk") NexusEvent<?> event) {
        throw new IllegalArgumentException("as asked");
    }

    String ordered(@Handles("ordered") @EventDomain("desk") NexusEvent<?> event) {
        return "handled";
    }

    String zero(@Subscribes("ordered") @EventDomain("desk") @Priority(9_000) NexusEvent<?> event) {
        return "late";
    }

    String two(@Subscribes("ordered") @EventDomain("desk") NexusEvent<?> event) {
        return "this class, second method";
    }

    String one(@Subscribes("ordered") @EventDomain("desk") NexusEvent<?> event) {
        return "this class, first method";
    }

    Verdict screen(@Filters @EventDomain("desk") NexusEvent<?> event) {
        return event.type().equals("blocked") ? Verdict.CONSUMED : Verdict.PASS;
    }

    String iron(@Works("shirts") @EventDomain("desk") NexusEvent<?> shirt) {
        return "ironed";
    }

    EventDraft<?> onward(@Forwards(value = "onward", to = "noted") @EventDomain("desk") NexusEvent<?> event) {
        return EventDraft.of("note", 1);
    }

    // ---- what is held goes on when the lever is pulled

    private CompletionStage<String> hold() {
        var stage = new CompletableFuture<String>();
        held.add(stage);
        return stage;
    }

    CompletionStage<String> holdDesk(@Handles("hold") @EventDomain("desk") NexusEvent<?> event) {
        return hold();
    }

    CompletionStage<String> holdUrgent(@Handles("hold") @EventDomain("urgent") NexusEvent<?> event) {
        return hold();
    }

    CompletionStage<String> holdLoose(@Handles("hold") @EventDomain("loose") NexusEvent<?> event) {
        return hold();
    }

    CompletionStage<String> holdHeld(@Handles("hold") @EventDomain("held") NexusEvent<?> event) {
        return hold();
    }

    CompletionStage<String> holdEnds(@Handles("hold") @EventDomain("ends") NexusEvent<?> event) {
        return hold();
    }

    int release(@Handles("release") @EventDomain("lever") NexusEvent<?> event) {
        int released = 0;
        for (var stage = held.poll(); stage != null; stage = held.poll()) {
            stage.completeAsync(() -> "released");
            released++;
        }
        return released;
    }

    // ---- ways to end

    int turn(@Handles("turn") @EventDomain("urgent") NexusEvent<?> event) {
        return turn.incrementAndGet();
    }

    String count(@Handles("done") @EventDomain("counted") NexusEvent<?> event) {
        return "done";
    }

    void countFailure(@Handles("fail") @EventDomain("counted") NexusEvent<?> event) {
        throw new IllegalStateException("as asked");
    }

    /** What the domain has not finished is abandoned. */
    String stop(@Handles("stop") @EventDomain("lever") NexusEvent<?> event) {
        return domains.get("ends").stopNow().toString();
    }

    /** Ends some events before they are admitted. */
    @ApplicationScoped
    @EventDomain("ruled")
    static class Rule implements Middleware {
        @Override
        public Decision decide(EventDraft<?> draft) {
            return switch (String.valueOf(draft.type())) {
                case "answered" -> Decision.answer("by rule");
                case "refused" -> Decision.refuse("not today");
                default -> Decision.pass(draft);
            };
        }
    }
}
