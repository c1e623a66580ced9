package org.eventnexus.gateway.access;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
    private static final int PATIENCE_MILLIS = 3_000;
    private static final int PORTION = 8_192;
    private static final int MAX_BYTES = 1 << 20;
    private static final KeySet NONE = new KeySet(Map.of(), List.of());

    /** How long what was read holds, whoever asks; and how long at first it rests when it could not be read. */
    static final Duration REST = Duration.ofSeconds(10);

    /** It rests twice as long each time that it cannot be read again, and no longer than this. */
    static final Duration LONGEST_REST = Duration.ofMinutes(1);

    /** Where keys come from. Reading may block, but not for ever. */
    @FunctionalInterface
    interface Source {
        /** @throws IllegalArgumentException if what is there is no key */
        KeySet read() throws IOException;
    }

    private final Source source;
    private final LongSupplier nanoClock;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile KeySet known;

    // guarded by the lock
    private long readAgainAt;
    private Duration rest = REST;

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
            KeySet nobodys = new KeySet(Map.of(), List.of());
            return new Keys(() -> nobodys, nobodys, System::nanoTime);
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
            return new String(atOnce(in), StandardCharsets.UTF_8);
        }
    }

    /** The bytes of a stream, unless they come so slowly that each single one keeps its time and all of them do not. */
    private static byte[] atOnce(InputStream in) throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] portion = new byte[PORTION];
        for (int read = in.read(portion); read >= 0; read = in.read(portion)) {
            all.write(portion, 0, read);
            if (all.size() > MAX_BYTES || System.nanoTime() - end > 0) {
                throw new IOException("it is larger than " + MAX_BYTES + " bytes or takes more than " + PATIENCE_MILLIS
                        + " ms to come");
            }
        }
        return all.toByteArray();
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

    /** Whether they have been read, ever. */
    boolean areKnown() {
        return !isNone(known);
    }

    /** Whether these are what there is before any have been read. */
    static boolean isNone(KeySet keys) {
        return keys == NONE;
    }

    /**
     * Reads the keys again, if the last time was some time ago. One reads; who comes meanwhile goes on with those that are
     * known and never waits, as a server has few threads and an address that does not answer would hold them all.
     *
     * @param seen which keys did not do
     * @return whether there are others now
     */
    boolean refresh(KeySet seen) {
        if (!reading.tryLock()) {
            return !known.equals(seen);
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
            rest = REST;
            readAgainAt = nanoClock.getAsLong() + rest.toNanos();
        } catch (IOException | IllegalArgumentException unreadable) {
            LOG.log(
                    Level.WARNING,
                    unreadable,
                    () -> "ENX-0232 the keys of tokens cannot be read again; those that"
                            + " were read before still hold");
            readAgainAt = nanoClock.getAsLong() + rest.toNanos();
            Duration longer = rest.multipliedBy(2);
            rest = longer.compareTo(LONGEST_REST) < 0 ? longer : LONGEST_REST;
        }
    }
}
