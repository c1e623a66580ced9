package org.eventnexus.stream;

import java.util.Objects;
import java.util.concurrent.Flow;
import org.eventnexus.EventSelector;
import org.eventnexus.NexusEvent;
import org.eventnexus.StreamOptions;

/** What streams are made from: each subscriber has its own. */
record EventStream<T>(EventSelector selector, StreamOptions options, Following following)
        implements Flow.Publisher<NexusEvent<T>> {

    @Override
    public void subscribe(Flow.Subscriber<? super NexusEvent<T>> subscriber) {
        following.open(this, Objects.requireNonNull(subscriber, "subscriber"));
    }
}
