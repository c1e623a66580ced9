package org.eventnexus.gateway.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eventnexus.EventDraft;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication;
import org.eventnexus.cdi.ApplicationThreads;
import org.eventnexus.gateway.access.Caller;
import org.eventnexus.gateway.access.Quota;
import org.eventnexus.gateway.wire.OutcomeWriter;
import org.eventnexus.gateway.wire.PreferWait;

/**
 * One publishing request on its way from its body to its answer. A body that has come along with its headers is published on
 * the request's thread; one that has not holds none, and is published on the application's.
 */
final class Submission {
    /** What all of them need. */
    record Desk(OutcomeWriter writer, ApplicationThreads threads, Bounds bounds, Answers answers, int maxBody) {}

    private final Desk desk;
    private final Nexus domain;
    private final Caller caller;
    private final Sender sender;
    private final Incoming.Form form;
    private final URI events;
    private final Optional<PreferWait> wait;
    private final Predicate<NexusEvent<?>> readable;
    private final Quota.Share bytes;
    private final Executor handover;

    Submission(
            Desk desk,
            Nexus domain,
            Caller caller,
            Sender sender,
            Incoming.Form form,
            URI events,
            Optional<PreferWait> wait,
            Predicate<NexusEvent<?>> readable) {
        this.desk = desk;
        this.domain = domain;
        this.caller = caller;
        this.sender = sender;
        this.form = form;
        this.events = events;
        this.wait = wait;
        this.readable = readable;
        this.bytes = desk.bounds().bytes(caller);
        this.handover = new Handover(desk.threads());
    }

    /** Begins, and perhaps ends, on the request's thread; what is wrong with the body that is there is thrown. */
    void begin(HttpServletRequest request, AsyncResponse response) {
        BodyReader.requireShort(request, desk.maxBody());
        Optional<byte[]> body = BodyReader.ifThere(request);
        if (body.isPresent()) {
            take(body.get().length);
            Published published = publish(body.get());
            Waiting waiting = desk.answers().waiting(response, request);
            answer(published, waiting, waiting::answerHere);
        } else {
            new Arrival(desk.answers().waiting(response, request)).start(request);
        }
    }

    private void take(int more) {
        if (!bytes.take(more)) {
            throw ProblemException.unavailable("too much of what was sent before is not finished yet");
        }
    }

    /** @param source what the sender of a single event said it is; null if nothing */
    private record Published(List<Publication> publications, String source) {}

    private Published publish(byte[] body) {
        try {
            List<EventDraft<?>> drafts = form.read(body);
            String source = form.batch() ? null : drafts.get(0).source();
            drafts.forEach(sender::sign);
            List<Publication> publications = form.batch()
                    ? domain.bus().publishAllAsync(drafts)
                    : List.of(domain.bus().publishAsync(drafts.get(0)));
            CompletableFuture<?>[] ends = publications.stream()
                    .map(publication -> publication.outcome().toCompletableFuture())
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(ends).whenComplete((all, never) -> bytes.giveBack());
            return new Published(publications, source);
        } catch (RuntimeException | StackOverflowError refused) {
            bytes.giveBack();
            throw refused;
        }
    }

    private void answer(Published published, Waiting waiting, Consumer<Supplier<Reply>> now) {
        List<Publication> publications = published.publications();
        if (form.batch()) {
            new BatchAnswer(publications, desk.writer(), desk.threads()).prepare(waiting, now);
        } else {
            new PublishAnswer(
                            publications.get(0),
                            events,
                            published.source(),
                            wait,
                            desk.writer(),
                            desk.threads(),
                            this::mayWait,
                            readable)
                    .prepare(waiting, now);
        }
    }

    private Optional<Quota.Share> mayWait() {
        return desk.bounds().toWait(caller);
    }

    /** Its body comes bit by bit. */
    private final class Arrival implements BodyReader.Taker {
        private final Waiting waiting;
        private final CompletableFuture<Void> over = new CompletableFuture<>();
        /** Null unless it will not be taken, however it goes on. */
        private volatile ProblemException refusal;

        Arrival(Waiting waiting) {
            this.waiting = waiting;
        }

        void start(HttpServletRequest request) {
            try {
                TimeLimit.set(
                        over,
                        desk.threads().scheduler(),
                        desk.bounds().bodyTimeout(),
                        () -> handover.execute(() -> failed(outOfTime())));
            } catch (RejectedExecutionException stopping) {
                // the server ends the connection, and with it this
            }
            BodyReader.start(request, desk.maxBody(), this);
        }

        private ProblemException outOfTime() {
            ProblemException why = refusal;
            if (why == null) {
                why = ProblemException.of(
                        Response.Status.REQUEST_TIMEOUT,
                        "the body did not come within "
                                + desk.bounds().bodyTimeout().toSeconds() + " s");
            }
            return why.andHangUp();
        }

        @Override
        public void more(int count) {
            take(count);
        }

        @Override
        public void whole(byte[] body) {
            if (over.complete(null)) {
                handover.execute(() -> publishAndAnswer(body));
            }
        }

        private void publishAndAnswer(byte[] body) {
            try {
                answer(publish(body), waiting, waiting::answerLate);
            } catch (RuntimeException | StackOverflowError refused) {
                waiting.answerLate(() -> Problems.reply(refused));
            }
        }

        @Override
        public void refused(ProblemException why) {
            refusal = why;
            bytes.giveBack();
        }

        @Override
        public void failed(ProblemException why) {
            if (over.complete(null)) {
                bytes.giveBack();
                waiting.answerLate(why::reply);
            }
        }
    }
}
