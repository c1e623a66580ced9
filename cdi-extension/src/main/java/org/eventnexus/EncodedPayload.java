package org.eventnexus;

/**
 * A payload that came from outside in encoded form (JSON, say) and stays so until a receiver wants a class.
 *
 * <p>Implementations are immutable to their callers, thread-safe, and decode at most once for each class.
 */
public interface EncodedPayload {

    /**
     * The payload as an instance of a class.
     *
     * @param type the wanted class, not null
     * @return null if the payload is an encoded null
     * @throws PayloadException if it cannot be decoded to this class
     */
    <C> C decode(Class<C> type);

    /**
     * About how many bytes of memory the encoded form takes, for the bounds of what is kept; the same at each call.
     *
     * @return 0 if that is not known or not worth counting
     */
    default long bytes() {
        return 0;
    }

    /**
     * A payload of any origin as an instance of a class: itself if it is one already, else decoded.
     *
     * @throws PayloadException if it is neither
     */
    static <C> C decode(Object payload, Class<C> type) {
        if (payload == null || type.isInstance(payload)) {
            return type.cast(payload);
        }
        if (payload instanceof EncodedPayload encoded) {
            return encoded.decode(type);
        }
        throw new PayloadException(
                "the payload is a " + payload.getClass().getName() + ", not a " + type.getName(), null);
    }
}
