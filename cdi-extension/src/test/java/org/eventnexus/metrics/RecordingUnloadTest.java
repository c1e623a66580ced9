package org.eventnexus.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A recording that goes on does not keep an application that is gone. */
@Tag("BX-09")
@Timeout(60)
class RecordingUnloadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void itsClassesGo() throws Exception {
        try (Recording recording = new Recording()) {
            recording.enable("org.eventnexus.Publish");
            recording.enable("org.eventnexus.Handle");
            recording.start();
            WeakReference<ClassLoader> gone = lived();
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (gone.get() != null && System.nanoTime() < end) {
                System.gc();
            }
            assertThat(gone.get()).isNull();
        }
    }

    /** One application's life, in which all steps are recorded. */
    private static WeakReference<ClassLoader> lived() throws Exception {
        URL classes = FlightRecorder.class.getProtectionDomain().getCodeSource().getLocation();
        try (var loader = new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
            Class<?> recorder = loader.loadClass(FlightRecorder.class.getName());
            assertThat(recorder).isNotSameAs(FlightRecorder.class);
            for (String step : new String[] {"publishing", "handling"}) {
                assertThat(recorder.getMethod(step).invoke(null)).as(step).isNotNull();
            }
            Object stream = recorder.getMethod("streaming").invoke(null);
            recorder.getMethod("streamed", Object.class, String.class, String.class, String.class, boolean.class)
                    .invoke(null, stream, "shop", "**", null, false);
            return new WeakReference<>(loader);
        }
    }
}
