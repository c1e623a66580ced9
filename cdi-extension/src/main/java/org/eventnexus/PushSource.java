package org.eventnexus;

/**
 * A source that tells of events when it likes. It may be registered with several domains of one engine, and each event goes
 * to all of them that are started: the source is started with the first of them and closed with the last.
 *
 * <p>A domain keeps its sources from being collected until they have ended. A source does not keep its domains so: one
 * that nobody else refers to is collected, and a source that is left with none is closed when it next tells of an event.
 */
public interface PushSource extends EventSource {

    /**
     * Begins to tell of events: allocates what is needed for that, and returns. What is thrown is a failure of the source,
     * see {@link #restartPolicy()}: the source is closed, and started again after a while. Called on the threads for blocking
     * sources, never while a call to it or to {@link #close()} is going on.
     *
     * @param context where events go to; usable until the source is closed, from any thread
     */
    void start(SourceContext context) throws Exception;

    /**
     * Stops telling of events. Called after each {@link #start}, and once if there was none; after a start that is going on,
     * when it has returned.
     */
    @Override
    void close() throws Exception;
}
