package org.eventnexus.docs;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eventnexus.DeadLetter;
import org.eventnexus.Domains;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Outcome;
import org.eventnexus.Publication.Result;
import org.eventnexus.cdi.NexusExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the pages show is compiled: each block of Java names the file that it stands in, of this package or another module's. */
class DocumentationTest {
    private static final Pattern BLOCK =
            Pattern.compile("(<!-- compiled: (\\S+) -->\\R)?```java\\R(.*?)```", Pattern.DOTALL);
    private static final List<Path> SOURCES = List.of(
            Path.of("src/test/java/org/eventnexus/docs"),
            Path.of("../testkit/src/test/java/org/eventnexus/testkit/docs"),
            Path.of("../connectors/zeromq/src/test/java/org/eventnexus/zeromq/docs"));

    @Test
    void javaInThePagesIsCompiled() throws IOException {
        List<String> astray = new ArrayList<>();
        int blocks = 0;
        for (Path page : pages()) {
            Matcher block = BLOCK.matcher(Files.readString(page));
            while (block.find()) {
                blocks++;
                if (block.group(1) == null || !source(block.group(2)).contains(squeeze(block.group(3)))) {
                    astray.add(page + ": " + block.group(3));
                }
            }
        }
        assertThat(astray).isEmpty();
        assertThat(blocks).isPositive();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(Path.of("../docs"))) {
            List<Path> pages = new ArrayList<>(
                    docs.filter(file -> file.toString().endsWith(".md")).toList());
            pages.add(Path.of("../README.md"));
            return pages;
        }
    }

    private static String source(String file) throws IOException {
        Path found = SOURCES.stream()
                .map(folder -> folder.resolve(file))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new AssertionError("a page names " + file + ", which is not in " + SOURCES));
        return squeeze(Files.readString(found));
    }

    /** Nested classes are indented and public static in the source, and on a page are not. */
    private static String squeeze(String code) {
        return code.replace("public static class", "public class")
                .replaceAll("\\s+", " ")
                .strip();
    }

    @Test
    @Tag("R4")
    void theProgramInPlainJavaWorks() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();

        Outcome outcome = PlainJava.run(seen);

        assertThat(outcome.results()).extracting(Result::value).containsExactly("reserved lamp");
        assertThat(seen).containsExactly("order.placed lamp", "order.reserved lamp");
    }

    @Test
    @Tag("BX-01")
    void theFirstReceiverWorks() throws Exception {
        try (var container = SeContainerInitializer.newInstance()
                .disableDiscovery()
                .addExtensions(NexusExtension.class)
                .addBeanClasses(FirstReceiver.Shop.class, FirstReceiver.Stock.class, FirstReceiver.Board.class)
                .initialize()) {
            var shop = container.select(FirstReceiver.Shop.class).get();

            String result = shop.buy(new FirstReceiver.Order("lamp"))
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);

            assertThat(result).isEqualTo("reserved lamp");
            assertThat(container.select(FirstReceiver.Board.class).get().lines())
                    .containsExactly("order.placed lamp");
        }
    }

    @Test
    @Tag("R8")
    void theSecondChanceWorks() throws Exception {
        try (var container = SeContainerInitializer.newInstance()
                .disableDiscovery()
                .addExtensions(NexusExtension.class)
                .addBeanClasses(SecondChance.Mailing.class, SecondChance.Mailer.class)
                .initialize()) {
            Nexus orders = container.select(Domains.class).get().get("orders");
            Duration patience = Duration.ofSeconds(10);

            orders.bus()
                    .publish("order.placed", new FirstReceiver.Order("lamp"))
                    .await(patience);
            DeadLetter letter = orders.deadLetters().list(null, 1).get(0);
            Publication again = orders.deadLetters().redeliver(letter.id());

            assertThat(letter.attempts()).isEqualTo(3);
            assertThat(again.await(patience).status()).isEqualTo(Publication.Status.COMPLETED);
            assertThat(orders.deadLetters().size()).isZero();
        }
    }
}
