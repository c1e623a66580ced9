package org.eventnexus.demo;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** The committed copy of a USGS feed, "all earthquakes, past week", GeoJSON, gzipped. */
final class WeekFile {
    static final String NAME = "usgs-all-week.geojson.gz";

    private WeekFile() {}

    /** The whole week in order, unmodifiable. */
    static List<Report> load() {
        try (InputStream file = WeekFile.class.getResourceAsStream(NAME);
                InputStream json = new GZIPInputStream(file)) {
            return read(json);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + NAME, e);
        }
    }

    /** Reads one feature after the other: of the document, no more than one is in memory at a time. */
    static List<Report> read(InputStream geoJson) {
        try (JsonParser parser = Json.createParser(geoJson)) {
            while (parser.hasNext()) {
                if (parser.next() == Event.KEY_NAME && parser.getString().equals("features")) {
                    parser.next();
                    return parser.getArrayStream()
                            .map(feature -> report(feature.asJsonObject()))
                            .sorted(Report.IN_ORDER)
                            .toList();
                }
            }
            throw new IllegalArgumentException("no features: this is not a GeoJSON FeatureCollection");
        }
    }

    private static Report report(JsonObject feature) {
        JsonObject properties = feature.getJsonObject("properties");
        JsonArray coordinates = feature.getJsonObject("geometry").getJsonArray("coordinates");
        return new Report(
                feature.getString("id"),
                type(properties.getString("type")),
                Instant.ofEpochMilli(properties.getJsonNumber("time").longValueExact()),
                new Quake(
                        decimal(properties.get("mag")),
                        properties.getString("place", null),
                        coordinates.getJsonNumber(0).doubleValue(),
                        coordinates.getJsonNumber(1).doubleValue(),
                        decimal(coordinates.get(2)),
                        properties.get("felt") instanceof JsonNumber felt ? felt.intValueExact() : null,
                        properties.getInt("tsunami")));
    }

    /** {@code quarry blast} becomes {@code quake.quarry-blast}; a kind that the USGS adds later becomes a type the same way. */
    private static String type(String kind) {
        return "quake." + kind.toLowerCase(Locale.ROOT).replace(' ', '-');
    }

    private static Double decimal(JsonValue value) {
        return value instanceof JsonNumber number ? number.doubleValue() : null;
    }
}
