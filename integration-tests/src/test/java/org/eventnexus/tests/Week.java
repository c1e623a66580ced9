package org.eventnexus.tests;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The week of quakes that the demo's EAR holds, read without the demo's help. */
final class Week {
    static final double ALERT = 4.5;
    private static final String FILE = "/WEB-INF/classes/org/eventnexus/demo/usgs-all-week.geojson.gz";

    private Week() {}

    /** In order of time. */
    static List<JsonObject> of(EnterpriseArchive demo) throws IOException {
        try (InputStream file = demo.getAsType(WebArchive.class, "/demo.war")
                        .get(FILE)
                        .getAsset()
                        .openStream();
                var json = Json.createReader(new GZIPInputStream(file))) {
            return json.readObject().getJsonArray("features").getValuesAs(JsonValue::asJsonObject).stream()
                    .sorted(Comparator.comparingLong(
                            feature -> properties(feature).getJsonNumber("time").longValueExact()))
                    .toList();
        }
    }

    static JsonObject properties(JsonObject feature) {
        return feature.getJsonObject("properties");
    }

    static boolean raisesAlert(JsonObject feature) {
        return !properties(feature).isNull("mag")
                && properties(feature).getJsonNumber("mag").doubleValue() >= ALERT;
    }
}
