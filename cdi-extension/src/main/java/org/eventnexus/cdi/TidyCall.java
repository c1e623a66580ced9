package org.eventnexus.cdi;

import java.util.Optional;
import org.eventnexus.Handler;
import org.eventnexus.HandlerContext;
import org.eventnexus.NexusEvent;

/**
 * Calls a receiver and leaves the thread as it was: the threads are shared, and what one receiver forgets is not to be seen
 * by the next (R9).
 *
 * @param transactions empty if the server has none
 */
record TidyCall(Handler<Object> receiver, Optional<Transactions> transactions) implements Handler<Object> {

    @Override
    public Object handle(NexusEvent<Object> event, HandlerContext context) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader loader = thread.getContextClassLoader();
        Object result;
        try {
            result = receiver.handle(event, context);
        } catch (Exception | Error thrown) {
            endTransaction().ifPresent(thrown::addSuppressed);
            throw thrown;
        } finally {
            if (thread.getContextClassLoader() != loader) {
                thread.setContextClassLoader(loader);
            }
        }
        Optional<IllegalStateException> leftOpen = endTransaction();
        if (leftOpen.isPresent()) {
            throw leftOpen.get();
        }
        return result;
    }

    private Optional<IllegalStateException> endTransaction() {
        try {
            return transactions.isPresent() && transactions.get().endOpen()
                    ? Optional.of(leftOpen(null))
                    : Optional.empty();
        } catch (Exception cannot) {
            return Optional.of(leftOpen(cannot));
        }
    }

    private static IllegalStateException leftOpen(Exception cause) {
        return new IllegalStateException(
                "ENX-0158 the receiver left a transaction open, which is rolled back; commit it where it was begun, or let"
                        + " @Transactional do so",
                cause);
    }
}
