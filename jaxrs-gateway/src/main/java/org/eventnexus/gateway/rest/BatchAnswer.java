package org.eventnexus.gateway.rest;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.cdi.ApplicationThreads;
import org.eventnexus.gateway.wire.OutcomeWriter;

/** Answers a request that publishes several events, when all of them are admitted, holding no thread until then. */
final class BatchAnswer {
    private final List<Publication> publications;
    private final OutcomeWriter writer;
    private final ApplicationThreads threads;

    BatchAnswer(List<Publication> publications, OutcomeWriter writer, ApplicationThreads threads) {
        this.publications = publications;
        this.writer = writer;
        this.threads = threads;
    }

    /** @param now how to answer at once */
    void prepare(Waiting request, Consumer<Supplier<Reply>> now) {
        CompletableFuture<Void> decided = CompletableFuture.allOf(publications.stream()
                .map(publication -> publication.accepted().toCompletableFuture())
                .toArray(CompletableFuture[]::new));
        if (decided.isDone()) {
            now.accept(this::reply);
        } else {
            decided.whenCompleteAsync((all, refusal) -> request.answerLate(this::reply), new Handover(threads));
        }
    }

    private Reply reply() {
        List<Publication> refused = publications.stream()
                .filter(publication -> publication.status() == Status.REFUSED)
                .toList();
        if (refused.isEmpty()) {
            return Reply.of(Response.Status.ACCEPTED, MediaType.APPLICATION_JSON, writer.batch(publications));
        }
        if (refused.stream().anyMatch(PublishAnswer::isRefusedByMiddleware)) { // to send it again would be in vain
            return Reply.of(Response.Status.OK, MediaType.APPLICATION_JSON, writer.batch(publications));
        }
        return PublishAnswer.refused();
    }
}
