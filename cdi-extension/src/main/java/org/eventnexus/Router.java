package org.eventnexus;

import java.util.List;
import java.util.Set;

/**
 * Says which collectors of a work queue get an event. A queue has one, see {@link WorkQueueConfig#withRouter}; if nothing is
 * said it is {@link #byAddress}.
 *
 * <pre>{@code
 * var turn = new AtomicInteger();
 * config.withRouter((event, collectors) -> List.of(collectors.get(turn.getAndIncrement() % collectors.size())));
 * }</pre>
 *
 * <p>Called on the domain's loop, for one event at a time, and so without waiting for anything. What it throws, or a
 * collector that it was not offered, is a failure of the event, under the queue's name.
 */
@FunctionalInterface
public interface Router {

    /**
     * A collector as a router sees it.
     *
     * @param name its simple name
     * @param key its key, under which no other collector of the queue is registered
     * @param topics on which it is; may be empty
     */
    record Candidate(String name, String key, Set<String> topics) {
        public Candidate {
            topics = Set.copyOf(topics);
        }
    }

    /**
     * Chooses.
     *
     * @param event the event that has come
     * @param collectors those that select it, in the order of their registration; not empty, unmodifiable
     * @return some of these, in whatever order, as results have that of the registration; empty for none: then, if nobody
     *     else takes the event, it is unhandled
     */
    List<Candidate> route(NexusEvent<?> event, List<Candidate> collectors);

    /** The same as {@link #byAddress}. */
    Router BY_ADDRESS = (event, collectors) -> collectors.stream()
            .filter(collector -> isMeant(collector, event.address()))
            .toList();

    /** Goes by the event's {@link NexusEvent#address}: to all, to the one with the key, or to those on the topic. */
    static Router byAddress() {
        return BY_ADDRESS;
    }

    /** Whether a collector is among those that an address names. */
    static boolean isMeant(Candidate collector, Address address) {
        if (address instanceof Address.OfCollector one) {
            return one.key().equals(collector.key());
        }
        return !(address instanceof Address.OfTopic those) || collector.topics().contains(those.topic());
    }
}
