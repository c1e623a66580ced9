package org.eventnexus.observable;

/** An observer in a notifier's audience. */
record Registration<T>(Notifier<T> notifier, Observer<? super T> observer) implements Observation {

    @Override
    public boolean isActive() {
        return notifier.contains(observer);
    }

    @Override
    public void cancel(boolean strict) {
        notifier.remove(observer, strict);
    }
}
