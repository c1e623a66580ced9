package org.eventnexus.cdi;

/**
 * A setting as it was found.
 *
 * @param name in full
 * @param value not null
 * @param source where it was set
 * @param ordinal how much the source counts, more wins
 */
record Setting(String name, String value, String source, int ordinal) {

    /** As problems show it. */
    String place() {
        return name + ", set in " + source;
    }
}
