package org.eventnexus.gateway.operations;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.eventnexus.gateway.stream.StreamRequest;
import org.eventnexus.gateway.stream.StreamRequest.Part;
import org.eventnexus.gateway.stream.StreamWatch;

/** Counts the streams of each domain; one of several domains counts in each of them. Thread-safe. */
public final class StreamCounts implements StreamWatch {
    private final Map<String, Count> domains = new ConcurrentHashMap<>();
    private final StreamWatch next;

    private record Count(LongAdder opened, LongAdder closed, LongAdder tooSlow) {
        Count() {
            this(new LongAdder(), new LongAdder(), new LongAdder());
        }

        void close(boolean slowly) {
            closed.increment();
            if (slowly) {
                tooSlow.increment();
            }
        }
    }

    /**
     * A look at a domain's streams.
     *
     * @param open those that are open now
     * @param opened all that were opened
     * @param tooSlow of those, the ones that were ended because their clients read too slowly
     */
    record Look(long open, long opened, long tooSlow) {}

    /** @param next is told afterwards */
    public StreamCounts(StreamWatch next) {
        this.next = next;
    }

    @Override
    public Ending opened(StreamRequest stream) {
        stream.parts().forEach(part -> count(part).opened.increment());
        Ending ending = next.opened(stream);
        return tooSlow -> {
            stream.parts().forEach(part -> count(part).close(tooSlow));
            ending.closed(tooSlow);
        };
    }

    private Count count(Part part) {
        return domains.computeIfAbsent(part.domain().name(), name -> new Count());
    }

    Look of(String domain) {
        Count count = domains.get(domain);
        if (count == null) {
            return new Look(0, 0, 0);
        }
        long closed = count.closed.sum();
        long opened = count.opened.sum();
        return new Look(opened - closed, opened, count.tooSlow.sum());
    }
}
