package org.eventnexus.zeromq;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import zmq.Ctx;
import zmq.SocketBase;

/** What becomes of a sink where JeroMQ is not made as {@link PatientPush} expects it. */
@Tag("AN-24")
@Timeout(30)
class PatientPushTest {
    private final Ctx other = new Ctx();

    /** Does not know the sockets that it gives. */
    private final class Stranger extends Ctx {
        @Override
        public SocketBase createSocket(int type) {
            return other.createSocket(type);
        }
    }

    @Test
    void withAnotherVersionItIsNotOpenedAndNothingIsWaitedFor() {
        assertThatThrownBy(() -> PatientPush.open(new Stranger()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("version of JeroMQ")
                .hasMessageContaining("the one that the connector brings")
                .hasCauseInstanceOf(IndexOutOfBoundsException.class);
        other.terminate(); // waits for sockets that are open
    }
}
