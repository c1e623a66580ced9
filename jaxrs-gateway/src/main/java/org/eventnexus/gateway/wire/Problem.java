package org.eventnexus.gateway.wire;

/**
 * An error as RFC 9457 has it.
 *
 * @param title what kind of error, the same for all of its kind
 * @param detail what was wrong with this request; null if there is nothing to add
 */
public record Problem(int status, String title, String detail) {
    public static final String MEDIA_TYPE = "application/problem+json";

    /** The document. */
    public String json() {
        return new JsonOut()
                .text("type", "about:blank")
                .text("title", title)
                .number("status", status)
                .optional("detail", detail)
                .toString();
    }
}
