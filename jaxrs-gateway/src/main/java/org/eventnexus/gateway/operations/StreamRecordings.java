package org.eventnexus.gateway.operations;

import java.util.ArrayList;
import java.util.List;
import org.eventnexus.Position;
import org.eventnexus.gateway.stream.StreamRequest;
import org.eventnexus.gateway.stream.StreamRequest.Part;
import org.eventnexus.gateway.stream.StreamWatch;
import org.eventnexus.metrics.FlightRecorder;

/** Tells the JDK's Flight Recorder of streams, if somebody records them; one of several domains is one of each. */
final class StreamRecordings implements StreamWatch {
    private final StreamWatch next;

    /** @param next is told as well */
    StreamRecordings(StreamWatch next) {
        this.next = next;
    }

    @Override
    public Ending opened(StreamRequest stream) {
        Ending ending = next.opened(stream);
        List<Object> recorded = new ArrayList<>(0);
        for (Part part : stream.parts()) {
            Object begun = FlightRecorder.streaming();
            if (begun == null) {
                return ending;
            }
            recorded.add(begun);
        }
        return tooSlow -> {
            for (int i = 0; i < recorded.size(); i++) {
                tell(recorded.get(i), stream.parts().get(i), tooSlow);
            }
            ending.closed(tooSlow);
        };
    }

    private static void tell(Object begun, Part part, boolean tooSlow) {
        long newest = part.log().newest();
        String position = newest == 0 ? null : new Position(part.log().epoch(), newest).toString();
        FlightRecorder.streamed(begun, part.domain().name(), part.selection().toString(), position, tooSlow);
    }
}
