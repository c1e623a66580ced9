package org.eventnexus.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.eventnexus.Publication.Outcome;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.eventnexus.testkit.Recording.Entry;

/** Tells what happened, for people. */
record Story(Journal journal) {
    private static final int MOST_LINES = 50;
    private static final int MOST_CHARACTERS = 100;

    /** A line for each event, and the failures that no publisher was told of. */
    String of(List<Entry> entries) {
        String text = entries.stream().limit(MOST_LINES).map(this::line).collect(Collectors.joining("\n"));
        return (entries.isEmpty() ? "  nothing was admitted" : text) + more(entries.size()) + withoutLog();
    }

    private static String more(int lines) {
        return lines > MOST_LINES ? "\n  and " + (lines - MOST_LINES) + " more" : "";
    }

    private String withoutLog() {
        return journal.domains().stream()
                .filter(domain -> !domain.hasLog())
                .map(domain -> "\n  the domain " + domain.nexus().name() + " keeps no log (retention=0)")
                .collect(Collectors.joining());
    }

    private String line(Entry entry) {
        Status status = entry.publication().status();
        String head = "  %s %d  %s(%s): %s"
                .formatted(
                        entry.event().domain(),
                        entry.event().sequence(),
                        entry.event().type(),
                        brief(entry.event().payload()),
                        word(status));
        return head
                + entry.publication().poll().map(Story::results).orElse("")
                + journal.failures().stream()
                        .filter(failure -> entry.isOf(failure.event()))
                        .filter(failure -> isUntold(failure, entry))
                        .map(failure -> "\n      " + failure.receiver() + " failed: " + brief(failure.error()))
                        .collect(Collectors.joining());
    }

    private static boolean isUntold(Failure failure, Entry entry) {
        return entry.publication().poll().stream()
                .flatMap(outcome -> outcome.results().stream())
                .noneMatch(result -> result.error() == failure.error());
    }

    private static String results(Outcome outcome) {
        return outcome.results().stream()
                .map(result -> "\n      " + result(result))
                .collect(Collectors.joining());
    }

    private static String result(Result result) {
        return result.ok()
                ? result.receiver() + " gave " + brief(result.value())
                : result.receiver() + " failed: " + brief(result.error());
    }

    private static String brief(Object value) {
        String text;
        try {
            text = String.valueOf(value);
        } catch (RuntimeException unspeakable) {
            text = value.getClass().getName();
        }
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + '…';
    }

    static String word(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    static String list(List<Duration> waits) {
        return waits.stream().map(wait -> wait.toMillis() + " ms").collect(Collectors.joining(", "));
    }
}
