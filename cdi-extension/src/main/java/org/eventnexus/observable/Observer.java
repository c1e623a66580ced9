package org.eventnexus.observable;

import java.util.concurrent.CompletionStage;

/**
 * Is told of an observable's values. The same (equal) observer is in an observable once, however often it is subscribed.
 *
 * @param <T> the values' type
 */
@FunctionalInterface
public interface Observer<T> {

    /**
     * Is told of a value. Called by one notification at a time, on the thread that notifies or that has ended the
     * notification before; it should not block. With {@link Observable#notifySequential} calls may be at the same time.
     *
     * <p>It must not return a stage that waits for the observable's own next notification, or for its being idle: that
     * would wait for itself.
     *
     * @param value null only if somebody notifies of null
     * @return completes when the observer is done, null if it is; what it fails with is the observer's error
     * @throws Exception the observer's error
     */
    CompletionStage<?> observe(T value) throws Exception;
}
