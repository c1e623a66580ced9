package org.eventnexus.zeromq;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.eventnexus.EventNexusException;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;
import zmq.poll.Poller;

/**
 * A socket with a ZeroMQ of its own, and the one thread that it belongs to. The thread sleeps until ZeroMQ or the {@link Bell} wakes
 * it, never for a time, and is not interrupted: what interrupts it is a failure.
 */
final class SocketThread implements Runnable {
    /** How ZeroMQ calls the thread that listens to connections; the other one buries sockets. */
    private static final String LISTENING = "iothread";

    private static final int INPUT = ZMQ.Poller.POLLIN;
    /** What ends of itself after a close, and is not waited for longer. */
    private static final long PATIENCE_MILLIS = 2000;

    private final ZeroMqConfig config;
    private final Traffic traffic;
    private final ZContext context;
    private final Bell bell;
    /** Null unless it is CURVE's server. */
    private final Doorman doorman;

    private final MendedSocket socket;
    private final String address;
    /** ZeroMQ's. */
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    /** Of that one of ZeroMQ's that listens to connections; there from the first socket on. */
    private Poller poller;

    private final CountDownLatch done = new CountDownLatch(1);
    private volatile Thread owner;
    private volatile boolean closing;
    private volatile long closeNanos;

    /**
     * Opens a socket, by the calling thread, which hands it over to the new one.
     *
     * @throws EventNexusException if it cannot be opened
     */
    static SocketThread open(
            ZeroMqConfig config, SocketType type, ThreadFactory threads, Traffic traffic, ZeroMqFigures figures) {
        var context = new ZContext();
        try {
            var opened = new SocketThread(context, config, type, threads, traffic, figures);
            opened.start(threads);
            return opened;
        } catch (RuntimeException | Error failure) {
            closeHalfMade(context, failure);
            throw new EventNexusException("ENX-0320 ZeroMQ cannot be " + config + ": " + reason(failure), failure);
        }
    }

    /** Without a thread of its own ZeroMQ does not know how to close, and would hide why it has none. */
    private static void closeHalfMade(ZContext context, Throwable failure) {
        try {
            context.close();
        } catch (RuntimeException unmade) {
            failure.addSuppressed(unmade);
        }
    }

    private static String reason(Throwable failure) {
        return failure instanceof ZMQException known
                ? ZMQ.Error.findByCode(known.getErrorCode()).getMessage()
                : failure.getMessage();
    }

    private SocketThread(
            ZContext context,
            ZeroMqConfig config,
            SocketType type,
            ThreadFactory factory,
            Traffic traffic,
            ZeroMqFigures figures) {
        this.config = config;
        this.traffic = traffic;
        this.context = context;
        context.setThreadFactor((task, name) -> made(factory, task, name));
        context.setNotificationExceptionHandler((thread, error) -> figures.fault(error));
        bell = new Bell(context);
        doorman = config.curve().orElse(null) instanceof Curve.Server server
                ? new Doorman(context, server.clients(), figures)
                : null;
        socket = new MendedSocket(context, poller, config, type, figures, bell);
        address = socket.address();
    }

    private void start(ThreadFactory factory) {
        try {
            Thread thread = factory.newThread(this);
            thread.setName("eventnexus-zeromq-" + thread.getId());
            thread.start();
        } catch (RuntimeException | Error failure) {
            socket.close(0); // the context would wait for it
            throw failure;
        }
    }

    private Thread made(ThreadFactory factory, Runnable task, String name) {
        Thread thread = factory.newThread(task);
        thread.setName("eventnexus-zeromq-" + name);
        threads.add(thread);
        if (name.startsWith(LISTENING)) {
            poller = (Poller) task;
        }
        return thread;
    }

    /** Where it is, with the port that it got if any was asked for. */
    String address() {
        return address;
    }

    /** There is something to do, from any thread. */
    void ring() {
        bell.ring();
    }

    @Override
    public void run() {
        owner = Thread.currentThread();
        Throwable error = null;
        try (var idle = waiter(0);
                var reading = waiter(INPUT);
                var writing = waiter(ZMQ.Poller.POLLOUT)) {
            while (goesOn()) {
                int interest = traffic.interest();
                await(interest == 0 ? idle : interest == INPUT ? reading : writing);
            }
        } catch (RuntimeException | Error failure) {
            error = failure;
        } finally {
            end(error);
        }
    }

    private ZMQ.Poller waiter(int interest) {
        ZMQ.Poller waiter = context.createPoller(3);
        waiter.register(bell.socket(), INPUT);
        if (doorman != null) {
            waiter.register(doorman.socket(), INPUT);
        }
        if (interest != 0) {
            waiter.register(socket.socket(), interest);
        }
        return waiter;
    }

    private void await(ZMQ.Poller waiter) {
        long redial = socket.redial();
        long timeout = closing ? lingerMillis() : redial;
        if (waiter.poll(timeout) == -1 || Thread.currentThread().isInterrupted()) {
            throw new EventNexusException("ENX-0321 the thread of the socket " + config + " was interrupted");
        }
        bell.heard();
        if (doorman != null) {
            doorman.answer();
        }
        socket.flow(traffic);
    }

    private boolean goesOn() {
        return !closing || traffic.lingers() && lingerMillis() > 0;
    }

    private long lingerMillis() {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(closeNanos - System.nanoTime()));
    }

    private void end(Throwable error) {
        try {
            bell.silence();
            socket.close(closing ? (int) lingerMillis() : 0);
            context.setLinger(0);
            context.close();
            for (Thread thread : threads) {
                thread.join(PATIENCE_MILLIS); // they have been told to end
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error failure) {
            Log.notClosed(config, failure);
        } finally {
            try {
                traffic.ended(error);
            } finally {
                done.countDown();
            }
        }
    }

    /** Closes it, after its linger at the latest; waits until it is closed, if not called by its own thread. */
    void close() {
        closeNanos = System.nanoTime() + config.linger().toNanos();
        closing = true;
        bell.ring();
        if (Thread.currentThread() != owner) {
            awaitEnd();
        }
    }

    private void awaitEnd() {
        try {
            if (!done.await(config.linger().toMillis() + PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                Log.notEnded(config);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
