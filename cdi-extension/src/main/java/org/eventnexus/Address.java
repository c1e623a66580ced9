package org.eventnexus;

import java.util.Objects;

/** Which of a work queue's collectors an event is for; see {@link Router}. Immutable. */
public sealed interface Address {

    /** The same as {@link #everyone()}. */
    Address EVERYONE = new Everyone();

    /** All that select the event: the address of an event of which nothing is said. */
    static Address everyone() {
        return EVERYONE;
    }

    /** The one with a key. */
    static Address collector(String key) {
        return new OfCollector(key);
    }

    /** All that are on a topic. */
    static Address topic(String topic) {
        return new OfTopic(topic);
    }

    /** All that select the event. */
    record Everyone() implements Address {}

    /**
     * The one with a key.
     *
     * @param key 1 to 256 characters
     */
    record OfCollector(String key) implements Address {
        public OfCollector {
            requireName("a collector's key", key);
        }
    }

    /**
     * All that are on a topic.
     *
     * @param topic 1 to 256 characters
     */
    record OfTopic(String topic) implements Address {
        public OfTopic {
            requireName("a topic", topic);
        }
    }

    /**
     * Checks a key's or a topic's form.
     *
     * @return the key or topic
     * @throws IllegalArgumentException naming what is wrong
     */
    static String requireName(String what, String name) {
        int length = Objects.requireNonNull(name, what).length();
        if (length < 1 || length > EventDraft.MAX_LENGTH) {
            throw new IllegalArgumentException(
                    what + " has " + length + " characters, not 1 to " + EventDraft.MAX_LENGTH);
        }
        return name;
    }
}
