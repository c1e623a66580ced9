package org.eventnexus.observable;

import java.util.concurrent.CompletionStage;

/** How an operator observes: it passes values on to the derived observable, and the end as well. */
final class Link<T> implements Observer<T>, Ending {
    private final Observer<? super T> step;
    private final Runnable end;

    Link(Observer<? super T> step, Runnable end) {
        this.step = step;
        this.end = end;
    }

    @Override
    public CompletionStage<?> observe(T value) throws Exception {
        return step.observe(value);
    }

    @Override
    public void end() {
        end.run();
    }
}
