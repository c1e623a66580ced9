package org.eventnexus.tests;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.eventnexus.tests.EventStream.Message;

/** One answer with a stream in it, byte by byte as it comes in, so that a cut is seen wherever it is. */
final class WireReader {
    private enum At {
        HEAD,
        CHUNK_SIZE,
        CHUNK,
        AFTER_CHUNK,
        TRAILER,
        PLAIN,
        END
    }

    private final Consumer<Message> messages;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private At at = At.HEAD;
    private int status;
    private boolean chunked;
    private int leftOfChunk;
    private long bodyBytes;

    private String id;
    private String name;
    private String data;
    private boolean inBlock;
    private long retry;

    WireReader(Consumer<Message> messages) {
        this.messages = messages;
    }

    void read(ByteBuffer in) {
        while (in.hasRemaining()) {
            byte b = in.get();
            switch (at) {
                case HEAD, CHUNK_SIZE, AFTER_CHUNK, TRAILER -> protocol(b);
                case CHUNK -> {
                    at = --leftOfChunk == 0 ? At.AFTER_CHUNK : At.CHUNK;
                    body(b);
                }
                case PLAIN -> body(b);
                case END -> throw new IllegalStateException("there is something behind the end: " + (char) b);
            }
        }
    }

    private void protocol(byte b) {
        if (b == '\n') {
            String text = takeLine();
            at = switch (at) {
                case HEAD -> head(text);
                case CHUNK_SIZE -> chunk(Integer.parseInt(text, 16));
                case AFTER_CHUNK -> At.CHUNK_SIZE;
                default -> text.isEmpty() ? At.END : At.TRAILER;
            };
        } else if (b != '\r') {
            line.write(b);
        }
    }

    private At head(String text) {
        if (status == 0) {
            status = Integer.parseInt(text.split(" ")[1]);
        }
        chunked |= text.equalsIgnoreCase("Transfer-Encoding: chunked");
        if (text.isEmpty()) {
            return chunked ? At.CHUNK_SIZE : At.PLAIN;
        }
        return At.HEAD;
    }

    private At chunk(int size) {
        leftOfChunk = size;
        return size == 0 ? At.TRAILER : At.CHUNK;
    }

    private String takeLine() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        return text;
    }

    private void body(byte b) {
        bodyBytes++;
        if (b == '\n') {
            line(takeLine());
        } else {
            line.write(b);
        }
    }

    private void line(String text) {
        if (text.isEmpty()) {
            endBlock();
        } else if (text.startsWith("id: ")) {
            id = text.substring("id: ".length());
        } else if (text.startsWith("event: ")) {
            name = text.substring("event: ".length());
        } else if (text.startsWith("data: ")) {
            data = text.substring("data: ".length());
        } else if (text.startsWith("retry: ")) {
            retry = Long.parseLong(text.substring("retry: ".length()));
        }
        inBlock = !text.isEmpty();
    }

    private void endBlock() {
        if (data != null) {
            messages.accept(new Message(id, name == null ? "message" : name, data));
        }
        id = null;
        name = null;
        data = null;
    }

    /** The status line's; 0 until it is there. */
    int status() {
        return status;
    }

    /** The milliseconds after which it was told last to come back. */
    long retry() {
        return retry;
    }

    long bodyBytes() {
        return bodyBytes;
    }

    /** Whether the answer might end here, between two blocks and as its head has promised. */
    boolean isWhole() {
        return !inBlock && line.size() == 0 && (at == At.END || at == At.PLAIN);
    }
}
