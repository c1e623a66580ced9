package org.eventnexus.gateway.stream;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eventnexus.Position;

/**
 * Where somebody stands in several domains' logs; as a token {@code DOMAIN~POSITION.DOMAIN~POSITION}, which needs no
 * encoding in a URL.
 */
public record Places(Map<String, Position> positions) {

    /** Empty if the token is none. */
    public static Optional<Places> parse(String token) {
        Map<String, Position> positions = new TreeMap<>();
        for (String part : token.split("\\.", -1)) {
            String[] place = part.split("~", -1);
            Optional<Position> position = place.length == 2 ? Position.parse(place[1]) : Optional.empty();
            if (position.isEmpty() || positions.put(place[0], position.get()) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(new Places(positions));
    }

    @Override
    public String toString() {
        return positions.entrySet().stream()
                .map(place -> place.getKey() + "~" + place.getValue())
                .collect(Collectors.joining("."));
    }
}
