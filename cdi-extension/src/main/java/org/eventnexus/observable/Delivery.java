package org.eventnexus.observable;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/** A value on its way to all observers. */
final class Delivery<T> {
    final Notification notification = new Notification();
    private final Notifier<T> notifier;
    private final T value;

    // Set when it begins.
    private AtomicReferenceArray<Throwable> failures = new AtomicReferenceArray<>(0);
    private AtomicInteger open;

    Delivery(Notifier<T> notifier, T value) {
        this.notifier = notifier;
        this.value = value;
    }

    /** Tells all, and whether it is over already; if not, the notifier is called when it is. */
    boolean tell(List<Observer<? super T>> observers) {
        failures = new AtomicReferenceArray<>(observers.size());
        open = new AtomicInteger(observers.size() + 1); // one more, that it is not over before all are told
        for (int i = 0; i < observers.size(); i++) {
            tell(observers.get(i), i);
        }
        return open.decrementAndGet() == 0;
    }

    private void tell(Observer<? super T> observer, int number) {
        CompletionStage<?> stage = null;
        try {
            stage = observer.observe(value);
        } catch (Throwable failure) {
            failures.set(number, failure);
        }
        if (stage == null) {
            open.decrementAndGet();
            return;
        }
        stage.whenComplete((result, failure) -> {
            if (failure != null) {
                failures.set(number, Notification.cause(failure));
            }
            if (open.decrementAndGet() == 0) {
                notifier.over(this);
            }
        });
    }

    /** When it is over. */
    List<Throwable> failures() {
        return IntStream.range(0, failures.length())
                .mapToObj(failures::get)
                .filter(Objects::nonNull)
                .toList();
    }
}
