package org.eventnexus.metrics;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A stream has ended, within the application or over HTTP. */
@Name("org.eventnexus.Stream")
@Label("Stream")
@Description("Somebody has streamed a domain; its duration is that of the stream")
@Category("EventNexus")
@StackTrace(false)
final class StreamEvent extends Event {
    private static final StreamEvent SWITCH = new StreamEvent();

    @Label("Domain")
    String domain;

    @Label("Selector")
    String type;

    @Label("Position")
    @Description("The newest of the domain when the stream ended")
    String position;

    @Label("Too slow")
    boolean tooSlow;

    static StreamEvent begun() {
        if (!SWITCH.isEnabled()) {
            return null;
        }
        StreamEvent event = new StreamEvent();
        event.begin();
        return event;
    }

    void tell(String of, String selector, String at, boolean slow) {
        end();
        if (shouldCommit()) {
            domain = of;
            type = selector;
            position = at;
            tooSlow = slow;
            commit();
        }
    }
}
