package org.eventnexus.tests;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eventnexus.HandlerContext;
import org.eventnexus.NexusEvent;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Handles;
import org.eventnexus.cdi.Subscribes;

/** Receivers for what comes in over HTTP, and settings that open their domains in one way or another. */
@ApplicationScoped
class GatewayReceivers {
    static final String SETTINGS = """
            eventnexus.gateway.heartbeat=1s
            eventnexus.domain.it.in-flight=512
            eventnexus.domain.it.retention=5000
            eventnexus.gateway.it.subscribe=*
            eventnexus.gateway.it.publish=*
            eventnexus.domain.short.retention=10
            eventnexus.gateway.short.subscribe=*
            eventnexus.gateway.short.publish=*
            eventnexus.domain.full.capacity=1
            eventnexus.domain.full.overflow=fail
            eventnexus.gateway.full.publish=*
            eventnexus.domain.patient.capacity=1
            eventnexus.domain.patient.await-timeout=1s
            eventnexus.gateway.patient.publish=*
            eventnexus.domain.readable.capacity=10
            eventnexus.domain.readable.order=priority
            eventnexus.gateway.readable.subscribe=*
            eventnexus.gateway.readable.publish=clerk
            eventnexus.domain.hidden.capacity=10
            eventnexus.gateway.hidden.publish=clerk
            """;

    private final Queue<CompletableFuture<String>> held = new ConcurrentLinkedQueue<>();

    /** @param pieces to be added up */
    public record Order(String sku, int pieces, List<String> tags) {}

    Object echo(@Handles("echo") @EventDomain("it") NexusEvent<?> event) {
        return event.payload();
    }

    /** A record in and a record out. */
    Order twice(@Handles("twice") @EventDomain("it") Order order) {
        return new Order(order.sku(), 2 * order.pieces(), order.tags());
    }

    String upper(@Handles("upper") @EventDomain("it") String text) {
        return text.toUpperCase(java.util.Locale.ROOT);
    }

    void fail(@Handles("fail") @EventDomain("it") NexusEvent<?> event) {
        throw new IllegalStateException("asked to fail");
    }

    /** The virtual machine's own message names the classes. */
    Object miscast(@Handles("miscast") @EventDomain("it") NexusEvent<?> event) {
        Object shop = this;
        return ((Comparable<?>) shop).getClass();
    }

    /** It has no form in JSON. */
    Object circle(@Handles("circle") @EventDomain("it") NexusEvent<?> event) {
        return new Circle();
    }

    public static class Circle {
        public Circle getSelf() {
            return this;
        }
    }

    void chain(@Handles("chain") @EventDomain("it") int depth, HandlerContext context) {
        if (depth > 0) {
            context.emit("chain", depth - 1);
        }
    }

    CompletionStage<String> hold(@Handles("hold") @EventDomain("it") NexusEvent<?> event) {
        return held();
    }

    CompletionStage<String> holdFull(@Handles("hold") @EventDomain("full") NexusEvent<?> event) {
        return held();
    }

    CompletionStage<String> holdPatient(@Handles("hold") @EventDomain("patient") NexusEvent<?> event) {
        return held();
    }

    CompletionStage<String> holdFew(@Handles("hold") @EventDomain("few") NexusEvent<?> event) {
        return held();
    }

    private CompletionStage<String> held() {
        CompletableFuture<String> future = new CompletableFuture<>();
        held.add(future);
        return future;
    }

    /** Lets all that is held go. */
    int release(@Handles("release") @EventDomain("it") NexusEvent<?> event) {
        int released = 0;
        for (CompletableFuture<String> future = held.poll(); future != null; future = held.poll()) {
            future.completeAsync(() -> "released");
            released++;
        }
        return released;
    }

    String first(@Subscribes("note.**") @EventDomain("it") NexusEvent<?> event) {
        return "first";
    }

    void silent(@Subscribes("note.**") @EventDomain("it") NexusEvent<?> event) {
        // shows up nowhere
    }
}
