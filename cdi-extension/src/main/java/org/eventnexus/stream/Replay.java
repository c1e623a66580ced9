package org.eventnexus.stream;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.eventnexus.EventLog;
import org.eventnexus.EventLog.Resume;
import org.eventnexus.NexusEvent;
import org.eventnexus.Position;

/** A stream's way through the log, until it has come to where the distributor is. Used by the stream's task. */
final class Replay {
    private static final int STRETCH = 1_024;
    private static final Duration SOON = Duration.ofMillis(1);

    private final EventLog log;
    private final long lostAtStart;
    private boolean begun;
    private long next;

    Replay(EventLog log, Position after) {
        this.log = log;
        Resume resume = log.after(after);
        this.next = resume.sequence();
        this.lostAtStart = !resume.gap()
                ? 0
                : after.epoch() == log.epoch() && after.sequence() < next ? next - after.sequence() - 1 : 1;
    }

    /** Reads on, as far as the stream has room; whether there is more to do at once. */
    boolean advance(StreamSubscription<?> stream) {
        if (!begun) {
            begun = true;
            if (lostAtStart > 0 && !stream.lose(lostAtStart)) {
                return false;
            }
        }
        for (int i = 0; i < STRETCH && stream.wantsReplay(); i++) {
            NexusEvent<?> event = log.read(next);
            if (event != null) {
                next++;
                if (stream.selector.matches(event)) {
                    stream.offer(event);
                }
            } else if (!goOn(stream)) {
                return false;
            }
        }
        return stream.wantsReplay();
    }

    /** There is nothing at the next sequence: because it is gone, or because here is where live events begin. */
    private boolean goOn(StreamSubscription<?> stream) {
        long oldest = log.oldest();
        if (next < oldest) {
            long lost = oldest - next;
            next = oldest;
            return stream.lose(lost);
        }
        if (!stream.distributor.join(stream, next)) {
            lookAgain(stream);
        }
        return false;
    }

    /** The next event's publisher is between claim and append. */
    private static void lookAgain(StreamSubscription<?> stream) {
        try {
            stream.domain.schedule(stream.task::wake, SOON);
        } catch (RejectedExecutionException gone) {
            // the stop, for this can be nothing else, runs the task itself
        }
    }
}
