package org.eventnexus.gateway.stream;

/** Is told of the streams that a hub opens and ends. Thread-safe; must neither hold the calling thread nor throw. */
public interface StreamWatch {
    /** Nobody is told. */
    StreamWatch NOBODY = new StreamWatch() {
        @Override
        public void opened(StreamRequest stream) {
            // nobody looks
        }

        @Override
        public void closed(StreamRequest stream, boolean tooSlow) {
            // nobody looks
        }
    };

    /** Before anything is written to it. */
    void opened(StreamRequest stream);

    /**
     * Once for each that was opened, after that; perhaps under the stream's lock.
     *
     * @param tooSlow whether it was ended because its client read too slowly
     */
    void closed(StreamRequest stream, boolean tooSlow);
}
