package org.eventnexus.cdi;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.eventnexus.Handler;
import org.eventnexus.HandlerContext;
import org.eventnexus.NexusEvent;

/**
 * Calls a receiver, or other code of the application's, and leaves the thread as it was: the threads are shared, and what one
 * forgets is not to be seen by the next (R9).
 *
 * @param transactions empty if the server has none
 */
record TidyCall(Handler<Object> receiver, Optional<Transactions> transactions) implements Handler<Object> {

    /** The same for other code of the application's. */
    @SuppressWarnings("unchecked") // what is returned is what the code has given
    static <T> T of(Callable<T> code, Optional<Transactions> transactions) throws Exception {
        return (T) new TidyCall((event, context) -> code.call(), transactions).handle(null, null);
    }

    @Override
    public Object handle(NexusEvent<Object> event, HandlerContext context) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader loader = thread.getContextClassLoader();
        String name = thread.getName();
        boolean interrupted = thread.isInterrupted();
        boolean ours = Threads.areOurs(thread);
        boolean ofOwner = !ours && isOpen(); // what was open before on another's thread is for whoever began it
        Object result;
        try {
            result = receiver.handle(event, context);
        } catch (Exception | Error thrown) {
            endTransaction(ofOwner).ifPresent(thrown::addSuppressed);
            throw thrown;
        } finally {
            if (thread.getContextClassLoader() != loader) {
                thread.setContextClassLoader(loader);
            }
            if (!name.equals(thread.getName())) {
                thread.setName(name);
            }
            if (thread.isInterrupted() && !interrupted && ours) {
                Thread.interrupted(); // another's, as at a stop on the undeploying thread, is for whoever owns that
            }
        }
        Optional<IllegalStateException> leftOpen = endTransaction(ofOwner);
        if (leftOpen.isPresent()) {
            throw leftOpen.get();
        }
        return result;
    }

    private boolean isOpen() {
        return transactions.isPresent() && transactions.get().isOpen();
    }

    private Optional<IllegalStateException> endTransaction(boolean ofOwner) {
        try {
            return transactions.isPresent() && !ofOwner && transactions.get().endOpen()
                    ? Optional.of(leftOpen(null))
                    : Optional.empty();
        } catch (Exception cannot) {
            return Optional.of(leftOpen(cannot));
        }
    }

    private static IllegalStateException leftOpen(Exception cause) {
        return new IllegalStateException(
                "ENX-0158 the receiver, middleware or source left a transaction open, which is rolled back; commit it where"
                        + " it was begun, or let @Transactional do so",
                cause);
    }
}
