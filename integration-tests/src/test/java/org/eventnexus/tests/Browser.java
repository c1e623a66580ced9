package org.eventnexus.tests;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A headless Chromium of the machine's, with a profile of its own that is gone afterwards. Nothing is downloaded: where
 * Chromium or its driver is missing, the test is skipped and says so.
 */
final class Browser implements AutoCloseable {

    private static final String SKIPPED = "SKIPPED: no %s on the PATH, so no test of the page in a browser"
            + " (on Debian: apt-get install chromium chromium-driver)";

    private final Path profile;
    private final ChromeDriver driver;

    private Browser(Path profile, ChromeDriver driver) {
        this.profile = profile;
        this.driver = driver;
    }

    static Browser open(URL page) {
        File chromium = onPath("chromium", "chromium-browser", "google-chrome");
        File chromedriver = onPath("chromedriver");
        Path profile = newProfile();
        Browser browser = null;
        try {
            ChromeDriverService service = new ChromeDriverService.Builder()
                    .usingDriverExecutable(chromedriver)
                    .build();
            browser = new Browser(profile, new ChromeDriver(service, options(chromium, profile)));
            browser.driver.get(page.toString());
            return browser;
        } catch (RuntimeException e) {
            if (browser == null) {
                delete(profile);
            } else {
                browser.close();
            }
            throw e;
        }
    }

    ChromeDriver driver() {
        return driver;
    }

    /** What the page and its scripts reported as errors so far. */
    List<LogEntry> errors() {
        return driver.manage().logs().get(LogType.BROWSER).getAll();
    }

    @Override
    public void close() {
        try {
            driver.quit();
        } finally {
            delete(profile);
        }
    }

    private static ChromeOptions options(File chromium, Path profile) {
        LoggingPreferences errors = new LoggingPreferences();
        errors.enable(LogType.BROWSER, Level.SEVERE);
        ChromeOptions options = new ChromeOptions();
        options.setCapability("goog:loggingPrefs", errors);
        return options.setBinary(chromium)
                .addArguments("--headless", "--disable-gpu", "--no-first-run", "--window-size=1280,900")
                // Chromium's sandbox does not work for root, which is who a build in a container is.
                .addArguments("--no-sandbox", "--disable-dev-shm-usage")
                // Else it looks for hosts of its maker's at every start.
                .addArguments("--disable-background-networking", "--disable-component-update", "--disable-sync")
                .addArguments("--disable-quic", "--user-data-dir=" + profile);
    }

    private static File onPath(String... names) {
        Optional<File> found = Stream.of(names)
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> new File(folder, name)))
                .filter(File::canExecute)
                .findFirst();
        if (found.isEmpty()) {
            String message = SKIPPED.formatted(names[0]);
            System.out.println(message);
            Assumptions.abort(message);
        }
        return found.get();
    }

    private static Path newProfile() {
        try {
            return Files.createTempDirectory("eventnexus-browser");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As far as it goes: Chromium's last child may still be writing. */
    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException | UncheckedIOException e) {
            System.out.println("Left behind: " + folder + " (" + e.getMessage() + ")");
        }
    }
}
