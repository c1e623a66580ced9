package org.eventnexus.demo;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The places that the quakes so far have told of, and where they are: a quake {@code 22km NNE of Hualian, Taiwan} tells where
 * Hualian is. Thread-safe.
 */
@ApplicationScoped
class Gazetteer {
    /** More than a week has; who may publish quakes may invent places. */
    private static final int MOST = 5_000;

    private static final double EARTH_KM = 6_371;
    private static final Pattern RELATIVE = Pattern.compile("(\\d{1,4}) ?km ([NESW]{1,3}) of (.+)");
    private static final List<String> BEARINGS =
            List.of("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW");

    private final Map<String, Spot> places = new ConcurrentHashMap<>();

    /** A point on the globe, in degrees. */
    record Spot(double longitude, double latitude) {

        /** Great-circle distance, by the haversine formula. */
        double kmTo(Spot other) {
            double north = Math.sin(Math.toRadians(other.latitude - latitude) / 2);
            double east = Math.sin(Math.toRadians(other.longitude - longitude) / 2);
            double both = north * north
                    + east * east * Math.cos(Math.toRadians(latitude)) * Math.cos(Math.toRadians(other.latitude));
            return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(both)));
        }

        /** Where one comes to that goes so far in a direction, for distances that are small beside the globe. */
        Spot going(double km, double bearing) {
            double degrees = Math.toDegrees(km / EARTH_KM);
            double to = Math.max(-90, Math.min(90, latitude + degrees * Math.cos(bearing)));
            double across = Math.max(0.01, Math.cos(Math.toRadians(latitude)));
            return new Spot(longitude + degrees * Math.sin(bearing) / across, to);
        }
    }

    /**
     * The place that a quake was nearest to.
     *
     * @param place its name
     * @param km how far away, to a tenth
     */
    @JsonbPropertyOrder({"place", "km"})
    public record Nearest(String place, double km) {}

    /** The nearest of the places seen so far, the quake's own included; empty if none has been. */
    Optional<Nearest> locate(Quake quake) {
        var spot = new Spot(quake.longitude(), quake.latitude());
        learn(quake.place(), spot);
        return places.entrySet().stream()
                .map(place ->
                        new Nearest(place.getKey(), rounded(place.getValue().kmTo(spot))))
                .min(Comparator.comparingDouble(Nearest::km).thenComparing(Nearest::place));
    }

    private static double rounded(double km) {
        return Math.round(km * 10) / 10.0;
    }

    /** The first quake that tells of a place says where it is. */
    private void learn(String description, Spot quake) {
        if (description == null || places.size() >= MOST) {
            return;
        }
        Matcher relative = RELATIVE.matcher(description);
        if (!relative.matches()) {
            places.putIfAbsent(description, quake);
            return;
        }
        int bearing = BEARINGS.indexOf(relative.group(2));
        if (bearing >= 0) {
            double back = Math.toRadians(bearing * 360.0 / BEARINGS.size() + 180);
            places.putIfAbsent(relative.group(3), quake.going(Double.parseDouble(relative.group(1)), back));
        }
    }
}
