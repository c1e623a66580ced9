package org.eventnexus.gateway.wire;

import org.eventnexus.DeadLetter;

/** Dead letters as JSON. Thread-safe. */
public final class DeadLetterWriter {
    private final CloudEventWriter events;

    public DeadLetterWriter(CloudEventWriter events) {
        this.events = events;
    }

    /** A letter; without {@code handler} if nobody took the event. */
    public String write(DeadLetter letter) {
        return new JsonOut()
                .text("id", letter.id())
                .json("event", events.writePlaced(letter.event()))
                .optional("handler", letter.receiver().isEmpty() ? null : letter.receiver())
                .json("error", ErrorText.json(letter.error()))
                .number("attempts", letter.attempts())
                .text("at", letter.at().toString())
                .toString();
    }
}
