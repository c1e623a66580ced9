package org.eventnexus.metrics;

import org.eventnexus.NexusEvent;

/**
 * What the engine tells the JDK's Flight Recorder. Each step is begun by one call and told by another one; what is begun is
 * null if nobody records that step, and then there is nothing to tell. Thread-safe.
 */
public final class FlightRecorder {
    /** Whether the runtime has it, and lets this class see it: a module loader need not. */
    private static final boolean PRESENT = isPresent();

    private FlightRecorder() {}

    private static boolean isPresent() {
        try {
            Class.forName("jdk.jfr.Event", false, FlightRecorder.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError absent) {
            return false;
        }
    }

    /** Begins a publication; null if nobody records them. */
    public static Object publishing() {
        return PRESENT ? PublishEvent.begun() : null;
    }

    /** An event was published: admitted, or left to wait, or refused. */
    public static void published(Object begun, NexusEvent<?> event) {
        ((PublishEvent) begun).tell(event);
    }

    /** Begins the call of a receiver; null if nobody records them. */
    public static Object handling() {
        return PRESENT ? HandleEvent.begun() : null;
    }

    /** A receiver has returned, or thrown; a stage that it returned may go on. */
    public static void handled(Object begun, NexusEvent<?> event, String receiver) {
        ((HandleEvent) begun).tell(event, receiver);
    }

    /** Begins a stream; null if nobody records them at that time. */
    public static Object streaming() {
        return PRESENT ? StreamEvent.begun() : null;
    }

    /**
     * A stream has ended.
     *
     * @param position the newest of the domain by then; null if none
     * @param tooSlow whether it was ended because its reader was too slow
     */
    public static void streamed(Object begun, String domain, String selector, String position, boolean tooSlow) {
        ((StreamEvent) begun).tell(domain, selector, position, tooSlow);
    }
}
