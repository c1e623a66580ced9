package org.eventnexus;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;

/** Takes events from a publisher by a demand of one each time that it is asked. */
final class PublisherSource<T> implements AsyncPullSource {
    private final Flow.Publisher<T> items;
    private final Function<? super T, ? extends EventDraft<?>> draft;
    /** Guarded by this; null before the first time and after a failure. */
    private Feed feed;

    private boolean closed;

    PublisherSource(Flow.Publisher<T> items, Function<? super T, ? extends EventDraft<?>> draft) {
        this.items = Objects.requireNonNull(items, "items");
        this.draft = Objects.requireNonNull(draft, "draft");
    }

    @Override
    public CompletionStage<EventDraft<?>> obtain() {
        boolean subscribe;
        Feed asked;
        synchronized (this) {
            if (closed) {
                return CompletableFuture.failedFuture(new NoMoreEventsException());
            }
            subscribe = feed == null || feed.failureTold;
            if (subscribe) {
                feed = new Feed();
            }
            asked = feed;
        }
        CompletableFuture<EventDraft<?>> next = asked.ask();
        if (subscribe) {
            subscribe(asked);
        }
        return next;
    }

    private void subscribe(Feed asked) {
        try {
            items.subscribe(asked);
        } catch (RuntimeException | Error refused) {
            asked.onError(refused);
        }
    }

    @Override
    public void close() {
        Feed last;
        synchronized (this) {
            closed = true;
            last = feed;
        }
        if (last != null) {
            last.cancel();
        }
    }

    /** One subscription. */
    private final class Feed implements Flow.Subscriber<T> {
        // Guarded by this.
        private Flow.Subscription subscription;
        private CompletableFuture<EventDraft<?>> wanted;
        private Throwable over;
        private boolean cancelled;
        /** Whether the error has been passed on; then the next request needs a new subscription. */
        private volatile boolean failureTold;

        /** The next item, or the end; to be called when the one before has come. */
        CompletableFuture<EventDraft<?>> ask() {
            var next = new CompletableFuture<EventDraft<?>>();
            Flow.Subscription asked;
            synchronized (this) {
                if (over != null) {
                    tell(next);
                    return next;
                }
                wanted = next;
                asked = subscription;
            }
            if (asked != null) {
                asked.request(1);
            }
            return next;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            boolean use;
            synchronized (this) {
                use = subscription == null && !cancelled;
                if (use) {
                    subscription = given;
                }
            }
            if (use) {
                given.request(1);
            } else {
                given.cancel();
            }
        }

        @Override
        public void onNext(T item) {
            CompletableFuture<EventDraft<?>> waiting = takeWanted();
            if (waiting == null) {
                return; // it was not asked for
            }
            try {
                waiting.complete(draft.apply(item));
            } catch (RuntimeException | Error error) {
                waiting.completeExceptionally(error);
            }
        }

        @Override
        public void onError(Throwable error) {
            finish(error);
        }

        @Override
        public void onComplete() {
            finish(new NoMoreEventsException());
        }

        private void finish(Throwable reason) {
            CompletableFuture<EventDraft<?>> waiting;
            synchronized (this) {
                over = reason;
                waiting = takeWanted();
            }
            if (waiting != null) {
                tell(waiting);
            }
        }

        private void tell(CompletableFuture<EventDraft<?>> waiting) {
            failureTold = !(over instanceof NoMoreEventsException);
            waiting.completeExceptionally(over);
        }

        private synchronized CompletableFuture<EventDraft<?>> takeWanted() {
            CompletableFuture<EventDraft<?>> waiting = wanted;
            wanted = null;
            return waiting;
        }

        void cancel() {
            Flow.Subscription given;
            synchronized (this) {
                cancelled = true;
                given = subscription;
            }
            if (given != null) {
                given.cancel();
            }
        }
    }
}
