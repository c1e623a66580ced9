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

/** An event was published. Off by default: there may be millions a second. */
@Name("org.eventnexus.Publish")
@Label("Publish")
@Description("An event was published in a domain; its duration is that of the way to its place in the queue")
@Category("EventNexus")
@Enabled(false)
@StackTrace(false)
final class PublishEvent extends Event {
    private static final PublishEvent SWITCH = new PublishEvent();

    @Label("Domain")
    String domain;

    @Label("Type")
    String type;

    @Label("Position")
    @Description("Where the log has it; none if it was not admitted, or not yet")
    String position;

    static PublishEvent begun() {
        if (!SWITCH.isEnabled()) {
            return null;
        }
        PublishEvent event = new PublishEvent();
        event.begin();
        return event;
    }

    void tell(NexusEvent<?> event) {
        end();
        if (shouldCommit()) {
            domain = event.domain();
            type = event.type();
            position = event.position().map(Position::toString).orElse(null);
            commit();
        }
    }
}
