package org.eventnexus.metrics;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.eventnexus.NexusEvent;
import org.eventnexus.Position;

/** A receiver was called. Off by default: there may be millions a second. */
@Name("org.eventnexus.Handle")
@Label("Handle")
@Description("A receiver was called for an event; its duration is that of the call, without a stage that it returned")
@Category("EventNexus")
@Enabled(false)
@StackTrace(false)
final class HandleEvent extends Event {
    private static final HandleEvent SWITCH = new HandleEvent();

    @Label("Domain")
    String domain;

    @Label("Type")
    String type;

    @Label("Position")
    String position;

    @Label("Receiver")
    String receiver;

    static HandleEvent begun() {
        if (!SWITCH.isEnabled()) {
            return null;
        }
        HandleEvent event = new HandleEvent();
        event.begin();
        return event;
    }

    void tell(NexusEvent<?> event, String name) {
        end();
        if (shouldCommit()) {
            domain = event.domain();
            type = event.type();
            position = event.position().map(Position::toString).orElse(null);
            receiver = name;
            commit();
        }
    }
}
