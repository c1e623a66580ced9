package org.eventnexus.gateway.rest;

import java.util.ArrayList;
import java.util.List;
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

    /** @throws IllegalArgumentException if {@code after} is no letter's id */
    static LettersPage read(DeadLetters letters, String after, int limit, DeadLetterWriter writer) {
        List<DeadLetter> found = letters.list(after, limit + 1);
        List<String> page = new ArrayList<>();
        String next = after;
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
