package org.eventnexus.cdi;

import java.util.Map;
import org.eventnexus.WorkQueueConfig;

/**
 * A work queue as a container's settings have it.
 *
 * @param config what it is made with
 * @param settings what is set otherwise than by default, as it was written: two containers must not differ
 * @param isUsed whether somebody works for it or has it injected
 */
record ConfiguredQueue(QueueName name, WorkQueueConfig config, Map<String, String> settings, boolean isUsed) {
    ConfiguredQueue {
        settings = Map.copyOf(settings);
    }
}
