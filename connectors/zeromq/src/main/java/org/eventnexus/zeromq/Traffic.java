package org.eventnexus.zeromq;

import org.zeromq.ZMQ;

/** What goes through a socket, in the hands of the thread that owns it. */
interface Traffic {

    /** What to wait for at the socket: {@link ZMQ.Poller#POLLIN}, {@link ZMQ.Poller#POLLOUT}, or 0 for nothing. */
    int interest();

    /** Something has happened: moves what can be moved, without waiting. Whether there is nothing more to be had. */
    boolean flow(ZMQ.Socket socket);

    /** Whether a close should wait, for as long as it may, until more has been moved. */
    boolean lingers();

    /** The last call: the socket is closed. The error is null if it was closed by intention. */
    void ended(Throwable error);
}
