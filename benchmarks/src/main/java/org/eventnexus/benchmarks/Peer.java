package org.eventnexus.benchmarks;

/** A running library with its subscribers. */
interface Peer extends AutoCloseable {
    /** Events that wait at most, wherever a library can be told. */
    int CAPACITY = 1 << 14;

    /** Publishes one event; holds the calling thread while there is no room. Called by as many threads as was said. */
    void publish(long number) throws Exception;

    @Override
    void close() throws Exception;

    /** Starts a library. */
    @FunctionalInterface
    interface Starter {

        /**
         * Starts it.
         *
         * @param audience to be subscribed, each listener by itself
         * @param publishers how many threads will publish
         */
        Peer start(Audience audience, int publishers) throws Exception;
    }
}
