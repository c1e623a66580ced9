package org.eventnexus.demo;

import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eventnexus.EventBus;
import org.eventnexus.EventDraft;
import org.eventnexus.EventSelector;
import org.eventnexus.Handler;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication;
import org.eventnexus.PublicationException;
import org.eventnexus.ReceiverOptions;
import org.eventnexus.Subscriber;
import org.eventnexus.Subscription;

/** A domain's face with as much room in the queue as a test gives it; takes {@link #publishAsync} and nothing else. */
final class NarrowBus implements EventBus {
    final List<EventDraft<?>> admitted = new ArrayList<>();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int room = Integer.MAX_VALUE;
    private int refusals;
    int mostWaiting;

    /** From now on so many more fit in. */
    void room(int events) {
        room = events;
        while (room > 0 && !waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    void refuseNext(int events) {
        refusals = events;
    }

    int waiting() {
        return waiting.size();
    }

    List<String> ids() {
        return admitted.stream().map(draft -> (String) draft.id()).toList();
    }

    @Override
    public Publication publishAsync(EventDraft<?> draft) {
        var accepted = new CompletableFuture<NexusEvent<?>>();
        if (refusals > 0) {
            refusals--;
            accepted.completeExceptionally(new PublicationException(Publication.Status.REFUSED, "full"));
        } else if (room > 0) {
            admit(draft, accepted);
        } else {
            waiting.add(() -> admit(draft, accepted));
            mostWaiting = Math.max(mostWaiting, waiting.size());
        }
        return (Publication) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Publication.class}, (publication, method, arguments) -> {
                    if (method.getName().equals("accepted")) {
                        return accepted;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    private void admit(EventDraft<?> draft, CompletableFuture<NexusEvent<?>> accepted) {
        room--;
        admitted.add(draft);
        accepted.complete(null);
    }

    @Override
    public String domain() {
        return "quakes";
    }

    @Override
    public Publication publish(String type, Object payload) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Publication publish(EventDraft<?> draft) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> Subscription subscribe(EventSelector selector, Subscriber<T> subscriber) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> Subscription subscribe(
            EventSelector selector, String name, Handler<T> subscriber, ReceiverOptions options) {
        throw new UnsupportedOperationException();
    }
}
