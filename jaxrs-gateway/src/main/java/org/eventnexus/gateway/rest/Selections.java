package org.eventnexus.gateway.rest;

import java.util.List;
import org.eventnexus.EventLog;
import org.eventnexus.gateway.stream.Selection;
import org.eventnexus.gateway.stream.Start;

/** Reads what requests say about which events, and from where on. */
final class Selections {
    private Selections() {}

    /** @throws ProblemException 400 if a selector cannot be read */
    static Selection selection(List<String> selectors, boolean named) {
        try {
            return Selection.parse(selectors, named);
        } catch (IllegalArgumentException malformed) {
            throw ProblemException.badRequest("type: " + malformed.getMessage());
        }
    }

    /** @throws ProblemException 400 if the position is none */
    static Start start(EventLog log, String position, Start otherwise) {
        return position == null ? otherwise : Start.after(log, position).orElseThrow(Selections::noPosition);
    }

    static ProblemException noPosition() {
        return ProblemException.badRequest("this is no position");
    }

    /** What browsers send after a cut goes before what is in the address, which they cannot change. */
    static String after(String lastEventId, String after) {
        return lastEventId == null || lastEventId.isEmpty() ? after : lastEventId;
    }
}
