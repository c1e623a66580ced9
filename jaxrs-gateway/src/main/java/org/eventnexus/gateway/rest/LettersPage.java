package org.eventnexus.gateway.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eventnexus.DeadLetter;
import org.eventnexus.DeadLetters;
import org.eventnexus.gateway.wire.DeadLetterWriter;
import org.eventnexus.gateway.wire.JsonOut;

/**
 * A page of a domain's dead letters.
 *
 * @param next the id to go on after; null if there is none yet
 * @param more whether there are more at once
 */
record LettersPage(List<String> letters, String next, boolean more) {

    /** As in a history the first page is that after 0, and an empty one is none. */
    private static final Set<String> BEGINNING = Set.of("", "0");

    /**
     * @param after a letter's id; null, empty or 0 for all
     * @throws IllegalArgumentException if {@code after} is no letter's id
     */
    static LettersPage read(DeadLetters letters, String after, int limit, DeadLetterWriter writer) {
        String from = after == null || BEGINNING.contains(after) ? null : after;
        List<DeadLetter> found = letters.list(from, limit + 1);
        List<String> page = new ArrayList<>();
        String next = from;
        long size = 0;
        for (DeadLetter letter : found) {
            if (page.size() == limit || size >= HistoryPage.MAX_CHARACTERS) {
                break;
            }
            String json = writer.write(letter);
            page.add(json);
            size += json.length();
            next = letter.id();
        }
        return new LettersPage(page, next, page.size() < found.size());
    }

    String json() {
        return new JsonOut().array("deadLetters", letters).text("next", next).toString();
    }
}
