package org.eventnexus.tests;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eventnexus.EventDraft;
import org.eventnexus.HandlerContext;
import org.eventnexus.NexusEvent;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Forwards;
import org.eventnexus.cdi.Handles;

/** Three domains in a row, and back to the first: one boundary by annotation, two by settings. */
@ApplicationScoped
class BoundaryReceivers {
    static final String SETTINGS = """
            eventnexus.gateway.front.subscribe=*
            eventnexus.gateway.front.publish=*
            eventnexus.gateway.back.subscribe=*
            eventnexus.boundary.to-back.from=middle
            eventnexus.boundary.to-back.to=back
            eventnexus.boundary.to-back.select=order.**
            eventnexus.boundary.round.from=back
            eventnexus.boundary.round.to=front
            """;

    /** @param pieces to be added up */
    public record Order(String sku, int pieces) {}

    Order forward(
            @Forwards(
                            value = {"order.**", "fail"},
                            to = "middle")
                    @EventDomain("front")
                    Order order) {
        return order;
    }

    String take(@Handles("order.placed") @EventDomain("front") Order order) {
        return "front " + order.sku();
    }

    CompletionStage<String> check(@Handles("order.placed") @EventDomain("middle") Order order, HandlerContext context) {
        context.reply("checked", order.pieces());
        return CompletableFuture.completedFuture("middle " + order.pieces());
    }

    List<String> deliver(@Handles("order.placed") @EventDomain("back") NexusEvent<Order> event) {
        return List.of("back", event.source(), event.payload().sku());
    }

    String checked(@Handles("checked") @EventDomain("front") int pieces) {
        return "front knows of " + pieces;
    }

    void fail(@Handles("fail") @EventDomain("middle") NexusEvent<?> event) {
        throw new IllegalStateException("asked to fail");
    }

    /** Nothing that it says is forwarded. */
    EventDraft<?> none(@Forwards(value = "order.placed", to = "nowhere") @EventDomain("back") Order order) {
        return null;
    }
}
