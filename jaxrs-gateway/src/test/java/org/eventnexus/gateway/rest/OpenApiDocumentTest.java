package org.eventnexus.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The document that describes the gateway, compared with the resources' methods and parameters. */
@Tag("BX-09")
class OpenApiDocumentTest {
    /** A path of a resource that is several of the document. */
    private static final String EVENT = "/api/domains/{domain}/events/{event}";

    private final JsonObject document = document();

    private static JsonObject document() {
        try (InputStream file = OpenApiDocumentTest.class.getResourceAsStream("/org/eventnexus/gateway/openapi.json");
                JsonReader reader = Json.createReader(file)) {
            return reader.readObject();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    /** A method of a resource. */
    private record Operation(String verb, String path, Set<String> query) {
        Stream<Operation> documented() {
            return path.equals(EVENT)
                    ? Stream.of("{id}", "{id}/outcome")
                            .map(end -> new Operation(verb, EVENT.replace("{event}", end), query))
                    : Stream.of(this);
        }

        String name() {
            return verb + " " + path;
        }
    }

    private static List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        for (JavaClass resource : new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .importPackages("org.eventnexus.gateway.rest")) {
            if (resource.isAnnotatedWith(Path.class)) {
                Class<?> type = resource.reflect();
                for (Method method : type.getDeclaredMethods()) {
                    verb(method)
                            .forEach(verb ->
                                    operation(type, method, verb).documented().forEach(operations::add));
                }
            }
        }
        return operations;
    }

    private static Stream<String> verb(Method method) {
        return Stream.of(GET.class, POST.class, PUT.class, DELETE.class)
                .filter(method::isAnnotationPresent)
                .map(verb -> verb.getSimpleName().toLowerCase(java.util.Locale.ROOT));
    }

    private static Operation operation(Class<?> type, Method method, String verb) {
        String own = method.isAnnotationPresent(Path.class)
                ? "/" + method.getAnnotation(Path.class).value()
                : "";
        String path = "/api/" + type.getAnnotation(Path.class).value() + own;
        Set<String> query = new HashSet<>();
        Stream<Annotation[]> places = Stream.concat(
                Arrays.stream(type.getDeclaredFields()).map(Field::getAnnotations),
                Arrays.stream(method.getParameters()).map(Parameter::getAnnotations));
        places.flatMap(Arrays::stream)
                .filter(QueryParam.class::isInstance)
                .map(annotation -> ((QueryParam) annotation).value())
                .forEach(query::add);
        return new Operation(verb, path.replaceAll("\\{(\\w+): [^}]+}", "{$1}"), query);
    }

    @Test
    void everyResourceMethodIsInItAndNothingElse() {
        Set<String> documented = new TreeSet<>();
        document.getJsonObject("paths")
                .forEach((path, item) -> item.asJsonObject().keySet().stream()
                        .filter(member -> !member.equals("parameters"))
                        .forEach(verb -> documented.add(verb + " " + path)));
        documented.remove("get /metrics");
        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(
                        operations().stream().map(Operation::name).collect(Collectors.toSet()));
    }

    @Test
    void everyParameterOfTheQueryIsInIt() {
        assertThat(operations()).isNotEmpty();
        for (Operation operation : operations()) {
            JsonObject item = document.getJsonObject("paths").getJsonObject(operation.path());
            Set<String> said = new HashSet<>();
            JsonObject described = item.getJsonObject(operation.verb());
            if (described.containsKey("parameters")) {
                described.getJsonArray("parameters").forEach(value -> {
                    JsonObject parameter = value.asJsonObject();
                    JsonObject resolved = parameter.containsKey("$ref")
                            ? (JsonObject) document.getValue(
                                    parameter.getString("$ref").substring(1))
                            : parameter;
                    said.add(resolved.getString("name"));
                });
            }
            assertThat(said).as(operation.name()).containsAll(operation.query());
        }
    }
}
