package org.eventnexus.boundary;

import java.util.List;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;

/** One event's way into another domain. Belongs to the sending domain's loop. */
public interface Passage {

    /** What became of an offer. */
    enum Answer {
        /** The event is in the receiving domain, and its end is told if there are replies. */
        ADMITTED,
        /** It was there already; the passage has ended. */
        DUPLICATE,
        /** There is no room: to be offered again, see {@link Channel#whenRoom}. */
        FULL,
        /** It will never be taken; the passage has ended, and the publication says so. */
        REFUSED,
        /** A middleware of the receiving domain has answered it; the passage has ended. */
        ANSWERED,
        /** Middlewares of the receiving domain decide on it; {@link Listener#decided} tells how. */
        HELD
    }

    /** Is told, on the sending domain's loop, how a passage ends that was not over with an offer. */
    interface Listener {
        /** The boundary's name, under which its own failures are among the results. */
        String name();

        /** What has become of an event that was held: none of {@code FULL} and {@code HELD}. */
        void decided(Passage passage, Answer answer);

        /** The receiving domain has ended the event. */
        void ended(Status status);

        /** The sending domain has abandoned the event, wherever that is. */
        void abandoned(Passage passage);
    }

    /** Offers the event to the receiving domain. */
    Answer offer();

    /** It waits in a queue, and so its domain is not empty. */
    void queued();

    /** Ends it without the receiving domain, with results of its own. */
    void end(List<Result> results);

    /** Whether it waits for replies after its admission. */
    boolean hasReplies();
}
