package org.eventnexus.gateway.access;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The public keys of who issues tokens, which may change them: a token that no known key has signed lets them be read
 * again, but not often, as anybody can send such a token. Thread-safe.
 */
final class Keys {
    private static final Logger LOG = Logger.getLogger(Keys.class.getName());
    private static final int PATIENCE_MILLIS = 5_000;
    private static final int MAX_BYTES = 1 << 20;
    private static final KeySet NONE = new KeySet(Map.of(), List.of());

    /** How long what was read holds, whoever asks. */
    static final Duration REST = Duration.ofSeconds(10);

    /** Where keys come from. */
    @FunctionalInterface
    interface Source {
        /** @throws IllegalArgumentException if what is there is no key */
        KeySet read() throws IOException;
    }

    private final Source source;
    private final LongSupplier nanoClock;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile KeySet known;
    /** Guarded by the lock. */
    private long readAgainAt;

    /** @param known read already; null if not */
    Keys(Source source, KeySet known, LongSupplier nanoClock) {
        this.source = source;
        this.nanoClock = nanoClock;
        this.known = known == null ? NONE : known;
        this.readAgainAt = nanoClock.getAsLong() + (known == null ? 0 : REST.toNanos());
    }

    /**
     * As the settings say. What is on this machine must be there now; what is elsewhere is fetched when it is needed.
     *
     * @throws IllegalArgumentException naming the setting, if what it names is no key
     */
    static Keys of(TokenSettings settings, ClassLoader loader) {
        if (settings.key() != null) {
            KeySet keys = named(TokenSettings.KEY, () -> KeySet.parse(settings.key()));
            return new Keys(() -> keys, keys, System::nanoTime);
        }
        if (settings.location() == null) {
            return new Keys(() -> NONE, NONE, System::nanoTime);
        }
        Source source = () -> KeySet.parse(text(settings.location(), loader));
        boolean remote = settings.location().matches("https?:.*");
        KeySet now = remote ? null : named(TokenSettings.LOCATION + " = '" + settings.location() + "'", source);
        return new Keys(source, now, System::nanoTime);
    }

    private static KeySet named(String setting, Source source) {
        try {
            return source.read();
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(setting + ": cannot be read, " + unreadable.getMessage(), unreadable);
        } catch (IllegalArgumentException noKey) {
            throw new IllegalArgumentException(setting + ": " + noKey.getMessage(), noKey);
        }
    }

    private static String text(String location, ClassLoader loader) throws IOException {
        URLConnection connection = url(location, loader).openConnection();
        connection.setUseCaches(false); // a cached jar would stay open after an undeployment
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        try (InputStream in = connection.getInputStream()) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        }
    }

    /** Without a scheme it is a file on the class path. */
    private static URL url(String location, ClassLoader loader) throws IOException {
        if (location.matches("(file|https?|jar):.*")) {
            return new URL(location);
        }
        URL found = loader.getResource(location.replaceFirst("^(classpath:)?/*", ""));
        if (found == null) {
            throw new FileNotFoundException("there is no such file on the class path; name others by a file: URL");
        }
        return found;
    }

    /** What is known now. */
    KeySet known() {
        return known;
    }

    /**
     * Reads the keys again, if the last time was some time ago. Who comes meanwhile goes on with those that are known, and
     * waits only if there are none.
     *
     * @param seen which keys did not do
     * @return whether there are others now
     */
    boolean refresh(KeySet seen) {
        if (seen == NONE) {
            reading.lock();
        } else if (!reading.tryLock()) {
            return false;
        }
        try {
            if (known == seen && nanoClock.getAsLong() - readAgainAt >= 0) {
                read();
            }
            return !known.equals(seen);
        } finally {
            reading.unlock();
        }
    }

    private void read() {
        try {
            known = source.read();
        } catch (IOException | IllegalArgumentException unreadable) {
            LOG.log(
                    Level.WARNING,
                    unreadable,
                    () -> "ENX-0232 the keys of tokens cannot be read again; those that"
                            + " were read before still hold");
        }
        readAgainAt = nanoClock.getAsLong() + REST.toNanos();
    }
}
