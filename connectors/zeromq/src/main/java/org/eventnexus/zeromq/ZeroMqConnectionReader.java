package org.eventnexus.zeromq;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eventnexus.EventSelector;
import org.eventnexus.cdi.Connection;
import org.eventnexus.cdi.ConnectionSettings;
import org.eventnexus.zeromq.ZeroMqConfig.Mode;
import org.eventnexus.zeromq.ZeroMqConfig.Pattern;
import org.eventnexus.zeromq.ZeroMqSetting.Attach;
import org.eventnexus.zeromq.ZeroMqSetting.Direction;

/** Reads the settings of one connection, and tells all that is wrong with them. Used once. */
final class ZeroMqConnectionReader {
    private final ConnectionSettings settings;
    private final Map<ZeroMqSetting, Object> values = new EnumMap<>(ZeroMqSetting.class);
    private boolean sound = true;

    ZeroMqConnectionReader(ConnectionSettings settings) {
        this.settings = settings;
    }

    /** Empty if something is wrong. */
    Optional<Connection> read() {
        for (ZeroMqSetting setting : ZeroMqSetting.values()) {
            settings.find(setting.key()).ifPresent(text -> read(setting, text));
        }
        require(ZeroMqSetting.DIRECTION, "in or out");
        require(ZeroMqSetting.ADDRESS, "an address such as tcp://127.0.0.1:5555");
        require(ZeroMqSetting.ATTACH, "bind or connect");
        checkPeer();
        checkEffects();
        Optional<Curve> curve = curve();
        return sound ? Optional.of(connection(curve)) : Optional.empty();
    }

    private void read(ZeroMqSetting setting, String text) {
        try {
            setting.apply(ZeroMqConfig.bind("tcp://127.0.0.1:*"), text); // only for its range
            values.put(setting, setting.read(text));
        } catch (KeyText.UnreadableException unreadable) {
            problem(
                    "ENX-0307",
                    setting,
                    unreadable.getMessage(),
                    "give the key itself, or file: and the path of a file with it that the server may read");
        } catch (IllegalArgumentException malformed) {
            settings.malformed(setting.key(), malformed.getMessage());
            sound = false;
        }
    }

    private void problem(String id, ZeroMqSetting setting, String what, String mend) {
        settings.problem(id, setting.key(), what, mend);
        sound = false;
    }

    private boolean isSet(ZeroMqSetting setting) {
        return settings.find(setting.key()).isPresent();
    }

    private void require(ZeroMqSetting setting, String to) {
        if (!isSet(setting)) {
            settings.missing(setting.key(), to);
            sound = false;
        }
    }

    private <V> V value(ZeroMqSetting setting, Class<V> type) {
        return type.cast(values.get(setting));
    }

    // ---- what goes together

    private void checkPeer() {
        String address = value(ZeroMqSetting.ADDRESS, String.class);
        if (address != null && values.get(ZeroMqSetting.ATTACH) == Attach.CONNECT) {
            try {
                Addresses.requirePeer(address);
            } catch (IllegalArgumentException nobody) {
                settings.malformed(ZeroMqSetting.ADDRESS.key(), nobody.getMessage());
                sound = false;
            }
        }
    }

    private void checkEffects() {
        Direction direction = value(ZeroMqSetting.DIRECTION, Direction.class);
        if (direction != null) {
            for (ZeroMqSetting setting : ZeroMqSetting.values()) {
                if (isSet(setting) && !setting.isFor(direction)) {
                    noEffect(setting, ZeroMqSetting.DIRECTION, direction);
                }
            }
        }
        if (isSet(ZeroMqSetting.TOPIC) && pattern() == Pattern.PUSH_PULL) {
            noEffect(ZeroMqSetting.TOPIC, ZeroMqSetting.PATTERN, Pattern.PUSH_PULL);
        }
        if (isSet(ZeroMqSetting.TYPE) && mode() == Mode.EVENT) {
            noEffect(ZeroMqSetting.TYPE, ZeroMqSetting.MODE, Mode.EVENT);
        }
        if (mode() == Mode.TEXT && direction == Direction.IN) {
            require(ZeroMqSetting.TYPE, "the type of the events that texts become");
        }
    }

    private void noEffect(ZeroMqSetting setting, ZeroMqSetting because, Enum<?> of) {
        problem(
                "ENX-0306",
                setting,
                "it has no effect, as " + because.key() + " is "
                        + of.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                "remove it, or set " + because.key() + " otherwise");
    }

    /** Push-pull unless it is set; null if it cannot be read. */
    private Pattern pattern() {
        return isSet(ZeroMqSetting.PATTERN) ? value(ZeroMqSetting.PATTERN, Pattern.class) : Pattern.PUSH_PULL;
    }

    /** Whole events unless it is set; null if it cannot be read. */
    private Mode mode() {
        return isSet(ZeroMqSetting.MODE) ? value(ZeroMqSetting.MODE, Mode.class) : Mode.EVENT;
    }

    private Optional<Curve> curve() {
        boolean secret = isSet(ZeroMqSetting.CURVE_SECRET_KEY);
        boolean clients = isSet(ZeroMqSetting.CURVE_CLIENTS);
        boolean server = isSet(ZeroMqSetting.CURVE_SERVER_KEY);
        boolean own = isSet(ZeroMqSetting.CURVE_PUBLIC_KEY);
        boolean isServer = secret && clients && !server && !own;
        boolean isClient = secret && !clients && server && own;
        if ((secret || clients || server || own) && !isServer && !isClient) {
            problem(
                    "ENX-0308",
                    ZeroMqSetting.CURVE_SECRET_KEY,
                    "the connection '" + settings.name() + "' is neither a server of CURVE nor a client",
                    "set curve.secret-key and curve.clients of a server, or curve.secret-key, curve.public-key and"
                            + " curve.server-key of a client");
        }
        if (!sound) {
            return Optional.empty();
        }
        return isServer ? Optional.of(server()) : isClient ? Optional.of(client()) : Optional.empty();
    }

    @SuppressWarnings("unchecked") // as KeyText gives it
    private Curve server() {
        return new Curve.Server(value(ZeroMqSetting.CURVE_SECRET_KEY, String.class), (Set<String>)
                value(ZeroMqSetting.CURVE_CLIENTS, Set.class));
    }

    private Curve client() {
        return new Curve.Client(
                value(ZeroMqSetting.CURVE_SERVER_KEY, String.class),
                value(ZeroMqSetting.CURVE_PUBLIC_KEY, String.class),
                value(ZeroMqSetting.CURVE_SECRET_KEY, String.class));
    }

    // ---- the connection, if all is in order

    private Connection connection(Optional<Curve> curve) {
        ZeroMqConfig config = config(curve);
        if (value(ZeroMqSetting.DIRECTION, Direction.class) == Direction.IN) {
            return new Connections.In(config);
        }
        @SuppressWarnings("unchecked") // as the setting gives it
        Set<EventSelector> selectors = value(ZeroMqSetting.SELECT, Set.class);
        return new Connections.Out(config, selectors == null ? Set.of(EventSelector.any()) : selectors);
    }

    private ZeroMqConfig config(Optional<Curve> curve) {
        String address = value(ZeroMqSetting.ADDRESS, String.class);
        ZeroMqConfig config = value(ZeroMqSetting.ATTACH, Attach.class) == Attach.BIND
                ? ZeroMqConfig.bind(address)
                : ZeroMqConfig.connect(address);
        for (ZeroMqSetting setting : ZeroMqSetting.values()) {
            Optional<String> text = settings.find(setting.key());
            config = text.isPresent() ? setting.apply(config, text.get()) : config;
        }
        if (mode() == Mode.TEXT) {
            config = value(ZeroMqSetting.TYPE, Object.class) instanceof Long number
                    ? config.text(number)
                    : config.text(typeOrAny());
        }
        return curve.isPresent() ? config.curve(curve.get()) : config;
    }

    /** A sink's texts have the payload alone. */
    private String typeOrAny() {
        String type = value(ZeroMqSetting.TYPE, String.class);
        return type == null ? "text" : type;
    }
}
