package org.eventnexus.gateway.wire;

import java.util.LinkedHashMap;
import java.util.Map;

/** Takes an object's text apart into its own members, leaving their values as they are. Used once, by one thread. */
final class JsonMembers {
    private final JsonText object;
    private final String in;
    private int at = 1;

    private JsonMembers(JsonText object) {
        this.object = object;
        this.in = object.text();
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
            if (members.put(key, object.part(value())) != null) {
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
