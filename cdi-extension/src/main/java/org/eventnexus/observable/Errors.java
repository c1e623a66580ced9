package org.eventnexus.observable;

import java.util.concurrent.CompletionStage;

/** What becomes of the errors of an operator's observers: {@code ret_exc}. */
public enum Errors {
    /** They fail the notification of the observable that the operator is on. */
    THROWN {
        @Override
        CompletionStage<?> of(Notification notification) {
            return notification.done();
        }
    },
    /** They are a value of the operator's, and that notification does not fail. */
    RETURNED {
        @Override
        CompletionStage<?> of(Notification notification) {
            return notification.errors();
        }
    };

    abstract CompletionStage<?> of(Notification notification);
}
