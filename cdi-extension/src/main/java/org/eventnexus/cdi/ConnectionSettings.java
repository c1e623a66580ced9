package org.eventnexus.cdi;

import java.util.Optional;
import java.util.function.Function;

/**
 * The settings of one connection, for its {@link Connector}; only to be used while that reads them.
 *
 * <p>What is wrong is told together with all problems of the deployment, each with where its setting was set. A value is never
 * repeated there unless the connector does so: it may be a secret.
 */
public interface ConnectionSettings {

    /** The connection's name: 1 to 64 letters, digits, {@code _} or {@code -}. */
    String name();

    /** The value of a key, as it was written; empty if it is not set, or set to nothing but blanks. */
    Optional<String> find(String key);

    /**
     * The value of a key, if it is set and can be read; if it cannot be, that is told.
     *
     * @param reader throws {@link IllegalArgumentException}, with a message that says what is wrong, if it cannot read it
     */
    default <V> Optional<V> read(String key, Function<String, V> reader) {
        return find(key).flatMap(text -> {
            try {
                return Optional.of(reader.apply(text));
            } catch (IllegalArgumentException malformed) {
                malformed(key, malformed.getMessage());
                return Optional.empty();
            }
        });
    }

    /** Tells that a value cannot be read (ENX-0103). */
    void malformed(String key, String what);

    /**
     * Tells that a setting is missing (ENX-0301).
     *
     * @param to what it may be set to, such as "the name of a domain"
     */
    void missing(String key, String to);

    /**
     * Tells of another problem.
     *
     * @param id of the connector's own, by which it can be looked up
     * @param key the setting that it is about
     * @param what is wrong
     * @param mend what to do about it, as a command
     */
    void problem(String id, String key, String what, String mend);
}
