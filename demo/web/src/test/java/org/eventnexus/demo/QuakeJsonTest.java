package org.eventnexus.demo;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import org.junit.jupiter.api.Test;

/** With a JSON-B of default settings, as both servers have it: the field names and their nulls are a contract. */
class QuakeJsonTest {

    @Test
    void writesAllSevenFields() {
        var quake = new Quake(6.4, "22km NNE of Hualian, Taiwan", 121.653, 24.1737, 10.64, 261, 0);

        assertThat(written(quake))
                .isEqualTo("{\"magnitude\":6.4,\"place\":\"22km NNE of Hualian, Taiwan\",\"longitude\":121.653,"
                        + "\"latitude\":24.1737,\"depthKm\":10.64,\"felt\":261,\"tsunami\":0}");
    }

    @Test
    void writesWhatIsUnknownAsNull() {
        assertThat(written(new Quake(null, null, -118.6671667, 34.4945, null, null, 1)))
                .isEqualTo("{\"magnitude\":null,\"place\":null,\"longitude\":-118.6671667,"
                        + "\"latitude\":34.4945,\"depthKm\":null,\"felt\":null,\"tsunami\":1}");
    }

    @Test
    void readsWhatItWrote() throws Exception {
        try (Jsonb jsonb = JsonbBuilder.create()) {
            for (Report report : WeekFile.load()) {
                assertThat(jsonb.fromJson(jsonb.toJson(report.quake()), Quake.class))
                        .isEqualTo(report.quake());
            }
        }
    }

    private static String written(Quake quake) {
        try (Jsonb jsonb = JsonbBuilder.create()) {
            return jsonb.toJson(quake);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
