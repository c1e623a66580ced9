package org.eventnexus.tests;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks a document against OpenAPI 3.0.3 (https://spec.openapis.org/oas/v3.0.3): each object has only the members that its
 * kind may have, of the right form, and those that it must have; references lead somewhere; what a path names in braces is
 * a parameter of each of its operations, and no other one is; operation ids are there once.
 */
final class OpenApiCheck {
    /** By kind: members, {@code !} for those that must be there; {@code [x]} is an array, <code>{x}</code> a map of these. */
    private static final Map<String, Map<String, String>> KINDS = new LinkedHashMap<>();

    static {
        kind(
                "OpenApi",
                "openapi!=string info!=Info servers=[Server] tags=[Tag] security=[Security] paths!={PathItem} components=Components externalDocs=any");
        kind("Info", "title!=string version!=string description=string termsOfService=string contact=any license=any");
        kind("Server", "url!=string description=string variables=any");
        kind("Tag", "name!=string description=string externalDocs=any");
        kind(
                "Components",
                "schemas={Schema} responses={Response} parameters={Parameter} examples=any requestBodies={Body} headers={Header} securitySchemes={Scheme} links=any callbacks=any");
        kind(
                "PathItem",
                "summary=string description=string get=Operation put=Operation post=Operation delete=Operation options=Operation head=Operation patch=Operation trace=Operation servers=[Server] parameters=[Parameter]");
        kind(
                "Operation",
                "tags=[string] summary=string description=string externalDocs=any operationId=string parameters=[Parameter] requestBody=Body responses!={Response} callbacks=any deprecated=boolean security=[Security] servers=[Server]");
        kind(
                "Parameter",
                "name!=string in!=string description=string required=boolean deprecated=boolean allowEmptyValue=boolean style=string explode=boolean allowReserved=boolean schema=Schema example=any examples=any content={Media}");
        kind("Body", "description=string content!={Media} required=boolean");
        kind("Media", "schema=Schema example=any examples=any encoding=any");
        kind("Response", "description!=string headers={Header} content={Media} links=any");
        kind(
                "Header",
                "description=string required=boolean deprecated=boolean style=string explode=boolean schema=Schema example=any examples=any content={Media}");
        kind(
                "Scheme",
                "type!=string description=string name=string in=string scheme=string bearerFormat=string flows=any openIdConnectUrl=string");
        kind(
                "Schema",
                "title=string multipleOf=number maximum=number exclusiveMaximum=boolean minimum=number exclusiveMinimum=boolean maxLength=number minLength=number pattern=string maxItems=number minItems=number uniqueItems=boolean maxProperties=number minProperties=number required=[string] enum=any type=string allOf=[Schema] oneOf=[Schema] anyOf=[Schema] not=Schema items=Schema properties={Schema} additionalProperties=any description=string format=string default=any nullable=boolean discriminator=any readOnly=boolean writeOnly=boolean xml=any externalDocs=any example=any deprecated=boolean");
        kind("Security", "token=any");
    }

    private static final Pattern IN_BRACES = Pattern.compile("\\{([^}]+)}");
    private static final Set<String> TYPES = Set.of("string", "integer", "number", "boolean", "array", "object");

    private final JsonObject document;
    private final List<String> problems = new ArrayList<>();
    private final Set<String> operations = new HashSet<>();

    private OpenApiCheck(JsonObject document) {
        this.document = document;
    }

    private static void kind(String name, String members) {
        Map<String, String> kind = new LinkedHashMap<>();
        Arrays.stream(members.split(" ")).map(member -> member.split("=")).forEach(pair -> kind.put(pair[0], pair[1]));
        KINDS.put(name, kind);
    }

    /** What is wrong with it. */
    static List<String> problems(JsonObject document) {
        OpenApiCheck check = new OpenApiCheck(document);
        check.value("OpenApi", document, "");
        document.getJsonObject("paths").forEach((path, item) -> check.path(path, item.asJsonObject()));
        return check.problems;
    }

    /** A value that a reference may stand for. */
    static JsonObject resolved(JsonObject document, JsonObject value) {
        if (!value.containsKey("$ref")) {
            return value;
        }
        return (JsonObject) document.getValue(value.getString("$ref").substring(1));
    }

    private void value(String kind, JsonValue value, String at) {
        if (kind.startsWith("[")) {
            String inner = kind.substring(1, kind.length() - 1);
            array(value, at).forEach(item -> value(inner, item, at + "[]"));
        } else if (kind.startsWith("{")) {
            String inner = kind.substring(1, kind.length() - 1);
            object(value, at).forEach((name, item) -> value(inner, item, at + "/" + name));
        } else if (KINDS.containsKey(kind)) {
            members(kind, object(value, at), at);
        } else if (!isA(kind, value)) {
            problems.add(at + " is no " + kind + ": " + value);
        }
    }

    private static boolean isA(String kind, JsonValue value) {
        return switch (kind) {
            case "string" -> value.getValueType() == JsonValue.ValueType.STRING;
            case "number" -> value.getValueType() == JsonValue.ValueType.NUMBER;
            case "boolean" -> value == JsonValue.TRUE || value == JsonValue.FALSE;
            default -> true;
        };
    }

    private JsonArray array(JsonValue value, String at) {
        if (value instanceof JsonArray array) {
            return array;
        }
        problems.add(at + " is no array");
        return JsonValue.EMPTY_JSON_ARRAY;
    }

    private JsonObject object(JsonValue value, String at) {
        if (value instanceof JsonObject object) {
            return object;
        }
        problems.add(at + " is no object");
        return JsonValue.EMPTY_JSON_OBJECT;
    }

    private void members(String kind, JsonObject object, String at) {
        if (object.containsKey("$ref")) {
            reference(object, at);
            return;
        }
        Map<String, String> members = KINDS.get(kind);
        object.forEach((name, value) -> {
            String form = members.getOrDefault(name, members.get(name + "!"));
            if (form == null) {
                problems.add(at + " has a member that " + kind + " does not know: " + name);
            } else {
                value(form, value, at + "/" + name);
            }
        });
        members.keySet().stream()
                .filter(name -> name.endsWith("!") && !object.containsKey(name.substring(0, name.length() - 1)))
                .forEach(name -> problems.add(at + " lacks " + name));
        if (kind.equals("Schema") && object.containsKey("type") && !TYPES.contains(object.getString("type"))) {
            problems.add(at + " is of an unknown type");
        }
    }

    private void reference(JsonObject object, String at) {
        try {
            if (object.size() > 1 || resolved(document, object) == null) {
                problems.add(at + " is a bad reference");
            }
        } catch (RuntimeException nowhere) {
            problems.add(at + " refers to nothing: " + object);
        }
    }

    private void path(String path, JsonObject item) {
        item.forEach((method, value) -> {
            if (KINDS.get("PathItem").get(method).equals("Operation")) {
                operation(path + " " + method, path, item, value.asJsonObject());
            }
        });
    }

    private void operation(String at, String path, JsonObject item, JsonObject operation) {
        if (!operations.add(operation.getString("operationId", at))) {
            problems.add(at + " has the id of another one");
        }
        Set<String> named = new HashSet<>();
        Matcher braces = IN_BRACES.matcher(path);
        while (braces.find()) {
            named.add(braces.group(1));
        }
        Set<String> said = new HashSet<>();
        for (JsonObject parameter : parameters(document, item, operation)) {
            if (parameter.getString("in").equals("path")) {
                said.add(parameter.getString("name"));
            }
        }
        if (!named.equals(said)) {
            problems.add(at + " names " + named + " in its path and has parameters for " + said);
        }
        operation.getJsonObject("responses").keySet().stream()
                .filter(status -> !status.matches("[1-5]\\d\\d|default"))
                .forEach(status -> problems.add(at + " has a response " + status));
    }

    /** Those of a path and those of one operation. */
    static List<JsonObject> parameters(JsonObject document, JsonObject item, JsonObject operation) {
        List<JsonObject> parameters = new ArrayList<>();
        for (JsonObject holder : List.of(item, operation)) {
            if (holder.containsKey("parameters")) {
                holder.getJsonArray("parameters")
                        .forEach(parameter -> parameters.add(resolved(document, parameter.asJsonObject())));
            }
        }
        return parameters;
    }

    /** The media types of a response. */
    static Set<String> mediaTypes(JsonObject document, JsonValue response) {
        JsonObject said = resolved(document, response.asJsonObject());
        return said.containsKey("content") ? said.getJsonObject("content").keySet() : Set.of();
    }

    /** A member that is a string; empty if there is none. */
    static String text(JsonObject object, String name) {
        return object.get(name) instanceof JsonString string ? string.getString() : "";
    }
}
