package org.eventnexus.gateway.stream;

import java.io.IOException;

/**
 * A client's connection, to be used as non-blocking servlet output is: ask {@link #isReady} before each write and each
 * flush; once it has said no, wait to be told.
 */
interface Outlet {

    /** From now on tells a client when it can write, and when it is gone. */
    void listen(StreamClient client) throws IOException;

    boolean isReady();

    void write(byte[] bytes) throws IOException;

    void flush() throws IOException;

    /** Whether a flush may leave something behind that only the next one sends, without {@link #isReady} saying so. */
    boolean flushesInPart();

    /** Ends the response properly. */
    void complete();
}
