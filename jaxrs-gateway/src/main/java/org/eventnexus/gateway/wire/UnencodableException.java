package org.eventnexus.gateway.wire;

/** A value of the application has no form in JSON. */
final class UnencodableException extends RuntimeException {
    private final String type;

    UnencodableException(Object value, Throwable cause) {
        super("a " + value.getClass().getName() + " cannot be written as JSON", cause);
        this.type = ErrorText.simpleName(value.getClass());
    }

    /** The simple name of the value's class. */
    String type() {
        return type;
    }
}
