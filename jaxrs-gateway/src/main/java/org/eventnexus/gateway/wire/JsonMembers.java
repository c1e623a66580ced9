package org.eventnexus.gateway.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes an object's text apart into its own members, or an array's into its elements, leaving the values as they are. Used
 * once, by one thread.
 */
final class JsonMembers {
    private final JsonText whole;
    private final String in;
    private int at = 1;

    private JsonMembers(JsonText whole) {
        this.whole = whole;
        this.in = whole.text();
    }

    /**
     * An array's elements in their order, and no more of them than asked for.
     *
     * @param what names the array in messages
     * @throws MalformedException if it is not an array
     */
    static List<JsonText> elements(JsonText array, int most, String what) {
        if (!array.isArray()) {
            throw new MalformedException(what + " is not a JSON array");
        }
        return new JsonMembers(array).elements(most);
    }

    private List<JsonText> elements(int most) {
        List<JsonText> elements = new ArrayList<>();
        while (in.charAt(at) != ']' && elements.size() < most) {
            elements.add(whole.part(value()));
            if (in.charAt(at) == ',') {
                at++;
            }
        }
        return elements;
    }

    /**
     * The members in their order.
     *
     * @param what names the object in messages
     * @throws MalformedException if it is not an object, or says a key twice
     */
    static Map<String, JsonText> of(JsonText object, String what) {
        if (!object.isObject()) {
            throw new MalformedException(what + " is not a JSON object");
        }
        return new JsonMembers(object).read(what);
    }

    private Map<String, JsonText> read(String what) {
        Map<String, JsonText> members = new LinkedHashMap<>();
        while (in.charAt(at) != '}') {
            String key = JsonStrings.unquote(value());
            at++;
            if (members.put(key, whole.part(value())) != null) {
                throw new MalformedException(
                        what + " has a key twice: " + key.substring(0, Math.min(64, key.length())));
            }
            if (in.charAt(at) == ',') {
                at++;
            }
        }
        return members;
    }

    /** Relies on the text being well-formed: a value ends where a separator stands that is not inside it. */
    private String value() {
        int start = at;
        int open = 0;
        for (char c = in.charAt(at); open > 0 || ",:}]".indexOf(c) < 0; c = in.charAt(at)) {
            if (c == '"') {
                string();
            } else if (c == '{' || c == '[') {
                open++;
            } else if (c == '}' || c == ']') {
                open--;
            }
            at++;
        }
        return in.substring(start, at);
    }

    private void string() {
        for (at++; in.charAt(at) != '"'; at++) {
            if (in.charAt(at) == '\\') {
                at++;
            }
        }
    }
}
