package org.eventnexus.gateway.wire;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Outcome;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Work;

/**
 * What becomes of a publication, as JSON. A handler's value that has no form in JSON is written as null, and a member
 * {@code unencodable} names its class. Thread-safe.
 */
public final class OutcomeWriter {
    private final JsonBinding binding;

    public OutcomeWriter(JsonBinding binding) {
        this.binding = binding;
    }

    /** That it was admitted. */
    public String accepted(Publication publication) {
        return head(publication, "accepted").toString();
    }

    /** That several were admitted together; of each that was not, because a middleware has ended it, how it has ended. */
    public String batch(List<Publication> publications) {
        return JsonOut.arrayOf(publications.stream()
                .map(publication -> publication.event().position().isPresent()
                        ? accepted(publication)
                        : head(publication, name(publication.status())).toString())
                .toList());
    }

    /** That it had not ended when the caller would wait no longer. */
    public String pending(Publication publication) {
        return head(publication, "pending").toString();
    }

    /** How it stands, or how it has ended. */
    public String outcome(Publication publication) {
        Optional<Outcome> ended = publication.poll();
        return end(publication, ended, ended.map(Outcome::results).orElse(List.of()));
    }

    /** The same for who may not read what came of it: ids can be guessed, and the results may be another's. */
    public String end(Publication publication) {
        return end(publication, publication.poll(), List.of());
    }

    private String end(Publication publication, Optional<Outcome> ended, List<Result> results) {
        JsonOut out = head(publication, name(ended.map(Outcome::status).orElse(Publication.Status.PENDING)));
        out.number("totalNanos", ended.map(o -> o.total().toNanos()).orElse(0L));
        out.number("serviceNanos", ended.map(o -> o.service().toNanos()).orElse(0L));
        return out.array("results", results.stream().map(this::result).toList()).toString();
    }

    private static JsonOut head(Publication publication, String status) {
        NexusEvent<?> event = publication.event();
        JsonOut out = new JsonOut()
                .text("id", event.id())
                .text("position", event.position().map(Object::toString).orElse(null))
                .text("status", status);
        return publication.isDuplicate() ? out.flag("duplicate", true) : out;
    }

    private static String name(Publication.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private String result(Result result) {
        JsonOut out = new JsonOut().text("handler", result.receiver()).flag("ok", result.ok());
        JsonOut said = result.ok() ? value(out, result.value()) : out.json("error", ErrorText.json(result.error()));
        return (result.work() == null ? said : work(said, result.work())).toString();
    }

    /** What it took a collector of a work queue. */
    private static JsonOut work(JsonOut out, Work work) {
        return out.number("attempts", work.attempts())
                .number("waitNanos", work.waitNanos())
                .number("serviceNanos", work.serviceNanos());
    }

    private JsonOut value(JsonOut out, Object value) {
        try {
            return out.json("value", binding.encode(value));
        } catch (UnencodableException unencodable) {
            return out.text("value", null).text("unencodable", unencodable.type());
        }
    }
}
