package org.eventnexus.gateway.rest;

import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.eventnexus.Publication;
import org.eventnexus.domain.Scheduler;
import org.eventnexus.gateway.wire.OutcomeWriter;
import org.eventnexus.gateway.wire.PreferWait;

/** Answers one publishing request, once, at its time, holding no thread until then. */
final class PublishAnswer {
    private static final int MAX_QUERY = 2_048;

    private final AsyncResponse response;
    private final Publication publication;
    private final URI events;
    private final String source;
    private final Optional<PreferWait> wait;
    private final OutcomeWriter writer;
    private final Scheduler scheduler;
    private final Executor answers;
    private final AtomicBoolean answered = new AtomicBoolean();

    /**
     * @param events the address of the domain's events
     * @param source what the caller said it is; null if nothing
     */
    PublishAnswer(
            AsyncResponse response,
            Publication publication,
            URI events,
            String source,
            Optional<PreferWait> wait,
            OutcomeWriter writer,
            Scheduler scheduler,
            Executor answers) {
        this.response = response;
        this.publication = publication;
        this.events = events;
        this.source = source;
        this.wait = wait;
        this.writer = writer;
        this.scheduler = scheduler;
        this.answers = answers;
    }

    /** Answers now, or sees to it that somebody will. */
    void prepare() {
        whenDone(publication.accepted(), (event, refusal) -> {
            if (refusal != null) {
                refused();
            } else if (wait.isEmpty()) {
                answer(Response.Status.ACCEPTED, writer.accepted(publication));
            } else {
                await(wait.get());
            }
        });
    }

    private void await(PreferWait patience) {
        whenDone(publication.outcome(), (outcome, never) -> answer(Response.Status.OK, writer.outcome(publication)));
        if (!answered.get()) {
            answerAfter(patience);
        }
    }

    private void answerAfter(PreferWait patience) {
        try {
            TimeLimit.set(publication.outcome(), scheduler, patience.duration(), () -> answers.execute(this::pending));
        } catch (RejectedExecutionException stopping) {
            // the publication ends with its domain, and that is the answer
        }
    }

    private void pending() {
        answer(Response.Status.ACCEPTED, writer.pending(publication));
    }

    /** What is there already needs no other thread. */
    private <T> void whenDone(CompletionStage<T> stage, BiConsumer<T, Throwable> then) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        if (future.isDone()) {
            future.whenComplete(surely(then));
        } else {
            future.whenCompleteAsync(surely(then), answers);
        }
    }

    /** A stage swallows what its dependents throw, and the request would stay open. */
    private <T> BiConsumer<T, Throwable> surely(BiConsumer<T, Throwable> then) {
        return (value, failure) -> {
            try {
                then.accept(value, failure);
            } catch (RuntimeException bug) {
                response.resume(bug);
            }
        };
    }

    private void refused() {
        if (answered.compareAndSet(false, true)) {
            response.resume(ProblemException.unavailable("the domain takes no event at the moment")
                    .response());
        }
    }

    private void answer(Response.Status status, String body) {
        if (answered.compareAndSet(false, true)) {
            Response.ResponseBuilder answer = Response.status(status)
                    .type("application/json")
                    .location(location())
                    .entity(body.getBytes(StandardCharsets.UTF_8));
            wait.ifPresent(patience -> answer.header("Preference-Applied", patience.applied()));
            response.resume(answer.build());
        }
    }

    /** A source may be as long as a body: one that no server would take back in an address is left out. */
    private URI location() {
        String query = source == null ? "" : "?source=" + encoded(source);
        return URI.create(events + "/" + encoded(publication.event().id()) + (query.length() > MAX_QUERY ? "" : query));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
