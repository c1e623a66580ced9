package org.eventnexus.boundary;

import java.util.concurrent.CompletionStage;
import org.eventnexus.BoundaryConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.HandlerContext;
import org.eventnexus.NexusEvent;
import org.eventnexus.bus.Outlet;

/** Where a boundary takes its events: makes of each what is to be forwarded, and has that forwarded on the loop. */
record Intake(QueuedBoundary boundary, Tally tally) implements Outlet {

    @Override
    public Object handle(NexusEvent<Object> event, HandlerContext context) throws Exception {
        BoundaryConfig config = boundary.config();
        if (!config.filter().test(event)) {
            return counted(null);
        }
        Object mapped = config.mapper().handle(event, context);
        return mapped instanceof CompletionStage<?> stage
                ? stage.thenApply(value -> counted(Cargo.of(event, value)))
                : counted(Cargo.of(event, mapped));
    }

    private EventDraft<?> counted(EventDraft<?> cargo) {
        if (cargo == null) {
            tally.filtered.increment();
        }
        return cargo;
    }

    @Override
    public void forward(NexusEvent<?> event, Object cargo) {
        boundary.forward(event, (EventDraft<?>) cargo);
    }
}
