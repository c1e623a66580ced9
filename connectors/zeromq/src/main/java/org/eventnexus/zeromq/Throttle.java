package org.eventnexus.zeromq;

/**
 * Lets ZeroMQ's thread wait when it has taken too many frames that nobody has asked for, in place of its own high-water mark:
 * with CURVE, JeroMQ (0.6.0) gives the first message after such a wait as it came, encrypted, and so loses it (its issue 1009).
 * Waiting holds all peers of the one socket that has this ZeroMQ, as TCP then does.
 */
final class Throttle {
    private final int limit;
    private final Bell bell;
    // Guarded by this.
    /** Frames since the owner has found nothing more. */
    private int frames;

    private boolean open;

    /** @param limit frames that may be taken ahead; 0 for no limit, where ZeroMQ's own works */
    Throttle(int limit, Bell bell) {
        this.limit = limit;
        this.bell = bell;
    }

    /** On ZeroMQ's thread, for each frame. */
    synchronized void pass() {
        if (limit == 0 || open || ++frames <= limit) {
            return;
        }
        bell.ring(); // the owner may be asleep, and has not been told of the newest of them
        try {
            while (frames > limit && !open) {
                wait();
            }
        } catch (InterruptedException shutdown) {
            open = true;
            Thread.currentThread().interrupt();
        }
    }

    /** By the owner: there is nothing more to be had. */
    synchronized void drained() {
        frames = 0;
        notifyAll();
    }

    /** For good: the socket is about to be closed, which needs ZeroMQ's thread. */
    synchronized void open() {
        open = true;
        notifyAll();
    }
}
