package org.eventnexus.gateway.stream;

/** Is told of the streams that a hub opens and ends. Thread-safe; must neither hold the calling thread nor throw. */
@FunctionalInterface
public interface StreamWatch {
    /** Nobody is told. */
    StreamWatch NOBODY = stream -> tooSlow -> {};

    /** What is told when a stream has ended, once; perhaps under the stream's lock. */
    @FunctionalInterface
    interface Ending {
        /** @param tooSlow whether it was ended because its client read too slowly */
        void closed(boolean tooSlow);
    }

    /** Before anything is written to it. */
    Ending opened(StreamRequest stream);
}
