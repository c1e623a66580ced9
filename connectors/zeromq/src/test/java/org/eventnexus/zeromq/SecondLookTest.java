package org.eventnexus.zeromq;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import zmq.Ctx;
import zmq.poll.IPollEvents;
import zmq.poll.Poller;

/** What JeroMQ does when a connection has been made: somebody else listens to the channel from now on. */
@Tag("AN-24")
@Timeout(30)
class SecondLookTest {
    private final Ctx context = new Ctx();
    private final Poller poller = new Poller(context, "eventnexus-test");
    private final CountDownLatch handedOver = new CountDownLatch(1);
    private final CountDownLatch heard = new CountDownLatch(1);
    private Pipe pipe;
    private Poller.Handle connecting;

    private final IPollEvents connected = new IPollEvents() {
        @Override
        public void inEvent() {
            read();
            heard.countDown();
        }
    };

    private final IPollEvents connector = new IPollEvents() {
        @Override
        public void inEvent() {
            read();
            poller.removeHandle(connecting);
            poller.setPollIn(poller.addHandle(pipe.source(), connected));
            SecondLook.at(poller, pipe.source());
            handedOver.countDown();
        }
    };

    private void read() {
        try {
            pipe.source().read(ByteBuffer.allocate(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write() throws IOException {
        pipe.sink().write(ByteBuffer.allocate(1));
    }

    @Test
    void aChannelThatIsHandedOverIsListenedTo() throws Exception {
        pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        connecting = poller.addHandle(pipe.source(), connector);
        poller.setPollIn(connecting);
        poller.start();
        try {
            write();
            assertThat(handedOver.await(10, TimeUnit.SECONDS)).isTrue();
            write();
            assertThat(heard.await(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            poller.destroy();
            context.terminate();
            pipe.sink().close();
            pipe.source().close();
        }
    }
}
