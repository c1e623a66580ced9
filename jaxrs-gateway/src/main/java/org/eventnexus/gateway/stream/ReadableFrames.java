package org.eventnexus.gateway.stream;

import java.util.function.Predicate;
import org.eventnexus.EventLog;
import org.eventnexus.NexusEvent;

/**
 * The frames of a log for one client who may not read all of its events: those that it may not read are to it as if nobody
 * had selected them. What is encoded is still everybody's. Guarded by its client's lock.
 */
final class ReadableFrames implements Frames {
    private static final int STRETCH = 256;

    private final Frames all;
    private final EventLog log;
    private final Selection selection;
    private final Predicate<NexusEvent<?>> readable;
    private long asked = -1;
    private Object answer;

    /** @param readable runs the application's code: it is asked about what is selected only, and once where that is enough */
    ReadableFrames(Frames all, EventLog log, Selection selection, Predicate<NexusEvent<?>> readable) {
        this.all = all;
        this.log = log;
        this.selection = selection;
        this.readable = readable;
    }

    /** An event that only the frames still have cannot be asked about any more, and so is gone here. */
    @Override
    public Object type(long sequence) {
        NexusEvent<?> event = log.read(sequence);
        if (event == null) {
            return null;
        }
        if (asked != sequence) {
            Object type = Selection.typeOf(event);
            answer = selection.matches(type) && !readable.test(event) ? Selection.HIDDEN : type;
            asked = sequence;
        }
        return answer;
    }

    @Override
    public Frame at(long sequence) {
        return all.at(sequence);
    }

    @Override
    public int stretch() {
        return STRETCH;
    }
}
