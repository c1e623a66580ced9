package org.eventnexus.gateway.rest;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication;
import org.eventnexus.RefusedByMiddlewareException;
import org.eventnexus.cdi.ApplicationThreads;
import org.eventnexus.gateway.access.Quota;
import org.eventnexus.gateway.wire.OutcomeWriter;
import org.eventnexus.gateway.wire.PreferWait;

/** Answers one publishing request, at its time, holding no thread until then. */
final class PublishAnswer {
    private static final int MAX_QUERY = 2_048;

    private final Publication publication;
    private final URI events;
    private final String source;
    private final Optional<PreferWait> wait;
    private final OutcomeWriter writer;
    private final ApplicationThreads threads;
    private final Supplier<Optional<Quota.Share>> leave;
    private final Predicate<NexusEvent<?>> readable;

    /**
     * @param events the address of the domain's events, as the caller wrote it, perhaps with a slash at its end
     * @param source what the caller said it is; null if nothing
     * @param leave to wait; empty if too many do so already. Then the preference is ignored, as the event has been published
     * @param readable which of the domain's events the caller may read; null if all
     */
    PublishAnswer(
            Publication publication,
            URI events,
            String source,
            Optional<PreferWait> wait,
            OutcomeWriter writer,
            ApplicationThreads threads,
            Supplier<Optional<Quota.Share>> leave,
            Predicate<NexusEvent<?>> readable) {
        this.publication = publication;
        this.events = events;
        this.source = source;
        this.wait = wait;
        this.writer = writer;
        this.threads = threads;
        this.leave = leave;
        this.readable = readable;
    }

    /**
     * Answers now, or sees to it that it will be.
     *
     * @param now how to answer at once
     */
    void prepare(Waiting request, Consumer<Supplier<Reply>> now) {
        if (isDone(publication.accepted())) {
            admittedOrNot(request, now);
        } else {
            publication
                    .accepted()
                    .whenCompleteAsync(
                            (event, refusal) -> admittedOrNot(request, request::answerLate), new Handover(threads));
        }
    }

    /** Answers if there is nothing to wait for; else when there is. */
    void admittedOrNot(Waiting request, Consumer<Supplier<Reply>> answer) {
        if (publication.status() == Publication.Status.REFUSED && !isRefusedByMiddleware(publication)) {
            answer.accept(PublishAnswer::refused);
        } else if (publication.isDone() && !hasPosition()) { // a middleware has answered or refused it
            answer.accept(this::outcome);
        } else if (isSomebodyElses()) {
            answer.accept(() -> plain(Response.Status.ACCEPTED, writer.accepted(publication)));
        } else if (wait.isEmpty()) {
            answer.accept(() -> reply(Response.Status.ACCEPTED, writer.accepted(publication)));
        } else if (isDone(publication.outcome())) {
            answer.accept(this::outcome);
        } else {
            leave.get()
                    .ifPresentOrElse(
                            share -> await(request.holding(share), wait.get()),
                            () -> answer.accept(() -> plain(Response.Status.ACCEPTED, writer.pending(publication))));
        }
    }

    /** A duplicate brings the results of the first one, which may not be the caller's to read; then the preference is ignored. */
    private boolean isSomebodyElses() {
        return readable != null && publication.isDuplicate() && !readable.test(publication.event());
    }

    private void await(Waiting request, PreferWait patience) {
        Executor handover = new Handover(threads);
        publication.outcome().whenCompleteAsync((outcome, never) -> request.answerLate(this::outcome), handover);
        try {
            TimeLimit.set(
                    publication.outcome(),
                    threads.scheduler(),
                    patience.duration(),
                    () -> handover.execute(() -> request.answerLate(this::pending)));
        } catch (RejectedExecutionException stopping) {
            // the publication ends with its domain, and that is the answer
        }
    }

    private boolean hasPosition() {
        return publication.event().position().isPresent();
    }

    /** To send it again would be in vain. */
    static boolean isRefusedByMiddleware(Publication publication) {
        return publication
                .accepted()
                .handle((event, refusal) -> refusal instanceof RefusedByMiddlewareException
                        || refusal != null && refusal.getCause() instanceof RefusedByMiddlewareException)
                .toCompletableFuture()
                .getNow(false);
    }

    static Reply refused() {
        return ProblemException.unavailable("the domain takes no event at the moment")
                .reply();
    }

    private Reply pending() {
        return reply(Response.Status.ACCEPTED, writer.pending(publication));
    }

    private Reply outcome() {
        Reply outcome = reply(Response.Status.OK, writer.outcome(publication));
        return outcome.isShort()
                ? outcome
                : outcome.orBriefly(plain(Response.Status.ACCEPTED, writer.accepted(publication)));
    }

    private Reply reply(Response.Status status, String body) {
        Reply plain = plain(status, body);
        return wait.map(patience -> plain.with("Preference-Applied", patience.applied()))
                .orElse(plain);
    }

    private Reply plain(Response.Status status, String body) {
        Reply plain = Reply.of(status, MediaType.APPLICATION_JSON, body);
        return hasPosition() ? plain.with("Location", location()) : plain;
    }

    /** A source may be as long as a body: one that no server would take back in an address is left out. */
    private String location() {
        String query = source == null ? "" : "?source=" + encoded(source);
        String address = events.toString().replaceFirst("/+$", "");
        return address + "/" + encoded(publication.event().id()) + (query.length() > MAX_QUERY ? "" : query);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static boolean isDone(CompletionStage<?> stage) {
        CompletableFuture<?> future = stage.toCompletableFuture();
        return future.isDone();
    }
}
