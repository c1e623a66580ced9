package org.eventnexus.zeromq;

import java.nio.channels.SelectableChannel;
import zmq.poll.IPollEvents;
import zmq.poll.Poller;

/**
 * Has ZeroMQ's thread look once more at what it has to listen to, when a connection has been made. JeroMQ (0.6.0) then takes its
 * channel out of the selector and puts it in again; if it comes to both in one go, the second has no effect, as the first has
 * one only with the next selection, and nobody listens to the connection any more (its pull request 1022). Those who send to
 * it meanwhile lose what they send.
 *
 * <p>Made and used by ZeroMQ's thread alone.
 */
final class SecondLook implements IPollEvents {
    /** Twice, as the first may be due even before there has been a selection. */
    private static final int LOOKS = 2;

    private static final int PAUSE_MILLIS = 5;

    private final Poller poller;
    private final Poller.Handle nothing;
    private int looks;

    private SecondLook(Poller poller, SelectableChannel channel) {
        this.poller = poller;
        this.nothing = new Poller.Handle(channel, this);
    }

    /** To be called when the channel has just been connected. */
    static void at(Poller poller, SelectableChannel channel) {
        new SecondLook(poller, channel).await();
    }

    private void await() {
        poller.addTimer(PAUSE_MILLIS, this, 0);
    }

    @Override
    public void timerEvent(int id) {
        poller.setPollIn(nothing); // it is in no table, and so only a reason to go through that
        if (++looks < LOOKS) {
            await();
        }
    }
}
