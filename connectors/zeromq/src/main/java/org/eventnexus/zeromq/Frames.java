package org.eventnexus.zeromq;

import zmq.Msg;
import zmq.msg.MsgAllocator;

/**
 * Bounds how many frames a message may have, which ZeroMQ does not: it keeps the frames of a message until the last one is there,
 * and its high-water mark counts messages only. So a peer that never ends its message would fill the memory. Here the mark for
 * "more to come" is taken off, at once where messages have one frame, and else from all who exceed what is left open; their
 * frames then are messages, which are counted and passed over.
 *
 * <p>Called on ZeroMQ's own thread alone.
 */
final class Frames implements MsgAllocator {
    private static final int MOST_OPEN = 1000;

    private final int mostOpen;
    private final Throttle throttle;
    /** Frames with more to come, less those that end a message; of all peers together. */
    private int open;

    /** @param several whether messages may have several frames */
    Frames(boolean several, Throttle throttle) {
        this.mostOpen = several ? MOST_OPEN : 0;
        this.throttle = throttle;
    }

    @Override
    public Msg allocate(int size) {
        throttle.pass();
        return new Frame(size);
    }

    private boolean mayGoOn(boolean more) {
        open = more ? open + 1 : Math.max(0, open - 1);
        if (open > mostOpen) {
            open = 0;
            return false;
        }
        return more;
    }

    /** ZeroMQ sets its flags when it has allocated it, and then fills it. */
    private final class Frame extends Msg {
        private Frame(int size) {
            super(size);
        }

        @Override
        public void setFlags(int flags) {
            boolean command = (flags & COMMAND) != 0;
            super.setFlags(command || mayGoOn((flags & MORE) != 0) ? flags : flags & ~MORE);
        }
    }
}
