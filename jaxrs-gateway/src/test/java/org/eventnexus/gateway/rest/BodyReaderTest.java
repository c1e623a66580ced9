package org.eventnexus.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A body comes in portions; what is told of it and when. */
@Tag("BX-06")
class BodyReaderTest {
    private static final int LIMIT = 1_000;

    private final Input input = new Input();
    private final Told told = new Told();

    /** A body of which so many bytes are there. */
    private static final class Input extends ServletInputStream {
        private ReadListener listener;
        private long there;
        private boolean finished;
        private long read;
        private int asked;

        void comes(long bytes) throws IOException {
            there += bytes;
            listener.onDataAvailable();
        }

        void ends() throws IOException {
            finished = true;
            listener.onAllDataRead();
        }

        @Override
        public int available() {
            return (int) there;
        }

        @Override
        public boolean isFinished() {
            return finished;
        }

        @Override
        public boolean isReady() {
            asked++;
            return there > 0;
        }

        @Override
        public void setReadListener(ReadListener reader) {
            listener = reader;
        }

        @Override
        public int read() {
            throw new AssertionError("one by one");
        }

        @Override
        public int read(byte[] into, int from, int length) {
            int taken = (int) Math.min(length, there);
            there -= taken;
            read += taken;
            return taken;
        }
    }

    private static final class Told implements BodyReader.Taker {
        private final List<String> what = new ArrayList<>();
        private long room = Long.MAX_VALUE;

        @Override
        public void more(int bytes) {
            room -= bytes;
            if (room < 0) {
                throw ProblemException.unavailable("no room");
            }
        }

        @Override
        public void whole(byte[] body) {
            what.add("whole " + body.length);
        }

        @Override
        public void refused(ProblemException why) {
            what.add("refused " + why.reply().status());
        }

        @Override
        public void failed(ProblemException why) {
            what.add("failed " + why.reply().status() + " "
                    + why.reply().headers().getOrDefault("Connection", "keep"));
        }
    }

    private void start() {
        start(-1);
    }

    private void start(long length) {
        BodyReader.start(input, length, LIMIT, told);
    }

    @Test
    void asLargeAsMayBe() throws Exception {
        start();
        input.comes(LIMIT - 1);
        input.comes(1);
        assertThat(told.what).isEmpty();
        input.ends();
        assertThat(told.what).containsExactly("whole 1000");
    }

    @Test
    void whatHasAsManyBytesAsItSaidIsNotWaitedForAnyMore() throws Exception {
        start(LIMIT);
        input.comes(LIMIT - 1);
        assertThat(told.what).isEmpty();
        input.asked = 0;
        input.comes(1);
        assertThat(told.what).containsExactly("whole 1000");
        assertThat(input.asked)
                .as("there was something, and then nothing more to ask for")
                .isEqualTo(1);
        input.ends();
        assertThat(told.what).hasSize(1);
    }

    @Test
    void whatIsFinishedWhileItIsNotLookedAtIsReadToItsEndAllTheSame() throws Exception {
        start();
        input.comes(1);
        input.there = LIMIT - 1;
        input.ends();
        assertThat(told.what).containsExactly("whole 1000");
    }

    @Test
    void whatIsTooLargeIsReadToItsEndBeforeItIsAnswered() throws Exception {
        start();
        input.comes(LIMIT);
        input.comes(1);
        input.comes(500);
        assertThat(told.what).containsExactly("refused 413");
        input.ends();
        assertThat(told.what).containsExactly("refused 413", "failed 413 keep");
        assertThat(input.read).isEqualTo(LIMIT + 501);
    }

    @Test
    void whatThereIsNoRoomForIsReadToItsEndAsWell() throws Exception {
        told.room = 10;
        start();
        input.comes(11);
        input.comes(LIMIT);
        input.ends();
        assertThat(told.what).containsExactly("refused 503", "failed 503 keep");
        assertThat(input.read).isEqualTo(LIMIT + 11);
    }

    @Test
    void whoGoesOnForEverIsHungUpOn() throws Exception {
        start();
        for (int i = 0; i < 100; i++) {
            input.comes(LIMIT / 2);
        }
        assertThat(told.what).containsExactly("refused 413", "failed 413 close");
        assertThat(input.read).isEqualTo(8 * LIMIT + LIMIT / 2);
        input.ends();
        assertThat(told.what).hasSize(2);
    }
}
