package org.eventnexus.tests;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.eventnexus.tests.EventStream.Message;

/** One connection of a {@link Crowd}: reads all at once, slowly, or not at all, and notes what it is told. Thread-safe. */
final class Listener implements AutoCloseable {

    /** How a stream can end. */
    enum End {
        /** Between two blocks, and as its head has promised. */
        WHOLE,
        /** By the server, but in the middle of something. */
        TRUNCATED,
        RESET,
        /** By the client. */
        CUT
    }

    private final SocketChannel channel;
    private final Runnable wakeUp;
    private final WireReader wire;
    private final List<String> notes = new ArrayList<>();
    private final List<Message> gaps = new ArrayList<>();
    private final CompletableFuture<End> end = new CompletableFuture<>();
    private String lastId;
    private long cutAfter = Long.MAX_VALUE;
    private double allowance = Double.MAX_VALUE;
    private long bytesPerSecond = Long.MAX_VALUE;

    /** @param note what is noted of each message; null for nothing */
    Listener(SocketChannel channel, Function<Message, String> note, Runnable wakeUp) {
        this.channel = channel;
        this.wakeUp = wakeUp;
        this.wire = new WireReader(message -> {
            if (message.name().equals("gap")) {
                gaps.add(message);
                return;
            }
            lastId = message.id();
            notes.add(note.apply(message));
        });
    }

    /** From now on it reads so fast; 0 not at all. */
    synchronized Listener reads(long newBytesPerSecond) {
        bytesPerSecond = newBytesPerSecond;
        allowance = newBytesPerSecond == Long.MAX_VALUE ? Double.MAX_VALUE : 0;
        wakeUp.run();
        return this;
    }

    /** Once it has read so many bytes of the body it cuts the connection, be it in the middle of a block. */
    synchronized Listener cutsAfter(long bytes) {
        cutAfter = bytes;
        return this;
    }

    synchronized boolean isHeldBack() {
        return allowance < 1;
    }

    /** Time has passed. */
    synchronized void allow(double seconds) {
        if (bytesPerSecond != Long.MAX_VALUE) {
            allowance = Math.min(allowance + seconds * bytesPerSecond, bytesPerSecond);
        }
    }

    /** Reads what may be read; on the crowd's thread. */
    synchronized void read(ByteBuffer buffer) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), Math.min(allowance, cutAfter)));
        try {
            int count = channel.read(buffer);
            if (count < 0) {
                close(wire.isWhole() ? End.WHOLE : End.TRUNCATED);
                return;
            }
            allowance -= bytesPerSecond == Long.MAX_VALUE ? 0 : count;
            cutAfter -= cutAfter == Long.MAX_VALUE ? 0 : count;
            wire.read(buffer.flip());
        } catch (IOException reset) {
            close(End.RESET);
        }
        if (cutAfter == 0) {
            cut();
        }
    }

    /** Resets the connection, as a client does that dies. */
    void cut() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException closed) {
            // then it is cut already
        }
        close(End.CUT);
    }

    /** Ends the connection as a client does that has enough. */
    @Override
    public void close() {
        close(End.CUT);
    }

    private void close(End how) {
        try {
            channel.close();
        } catch (IOException closed) {
            // then it is closed already
        }
        wakeUp.run(); // a registered channel is really closed by its selector
        end.complete(how);
    }

    CompletableFuture<End> end() {
        return end;
    }

    synchronized int status() {
        return wire.status();
    }

    /** The milliseconds after which it was told last to come back. */
    synchronized long retry() {
        return wire.retry();
    }

    synchronized long bodyBytes() {
        return wire.bodyBytes();
    }

    /** What has been noted so far. */
    synchronized List<String> notes() {
        return List.copyOf(notes);
    }

    synchronized int count() {
        return notes.size();
    }

    synchronized List<Message> gaps() {
        return List.copyOf(gaps);
    }

    /** After which it would resume; null if it has got none. */
    synchronized String lastId() {
        return lastId;
    }
}
