package org.eventnexus.gateway.rest;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.eventnexus.gateway.wire.HeaderParts;

/**
 * What a header {@code Accept} leaves of the media types that are on offer, where it refuses some of them by {@code q=0}.
 * Of several ranges that match a type the narrowest counts, as RFC 9110 has it.
 */
final class Refusals {
    private static final String ALL = "*/*";
    private static final String WEIGHT = "q=";

    private final List<Range> ranges = new ArrayList<>();

    /** @param accept what has the form of a list of media ranges */
    private Refusals(List<String> accept) {
        for (String header : accept) {
            HeaderParts.of(header, ',').stream()
                    .filter(part -> !part.isBlank())
                    .map(Range::parse)
                    .filter(Range::counts)
                    .forEach(ranges::add);
        }
    }

    /**
     * The types that may be sent, with their weights, as a header of their own; none if there are none.
     *
     * @return empty if nothing is refused
     */
    static Optional<List<String>> left(List<String> accept, List<String> offered) {
        if (accept.stream().noneMatch(header -> header.indexOf('0') >= 0)) { // as good as always
            return Optional.empty();
        }
        Refusals refusals = new Refusals(accept);
        return refusals.ranges.stream().anyMatch(Range::refuses)
                ? Optional.of(offered.stream().flatMap(refusals::weighted).toList())
                : Optional.empty();
    }

    private Stream<String> weighted(String type) {
        return ranges.stream()
                .filter(range -> range.matches(type))
                .max(Comparator.comparingInt(Range::narrowness))
                .filter(range -> !range.refuses())
                .map(range -> type + ';' + WEIGHT + range.weight())
                .stream();
    }

    /**
     * One of them.
     *
     * @param plain whether it has no parameters but its weight: what refuses another form of a type does not refuse ours
     */
    private record Range(String type, boolean plain, String weight) {
        static Range parse(String part) {
            List<String> pieces =
                    HeaderParts.of(part, ';').stream().map(String::strip).toList();
            List<String> weights =
                    pieces.stream().skip(1).filter(Range::isWeight).toList();
            String type = pieces.get(0).toLowerCase(Locale.ROOT);
            return new Range(
                    type.equals("*") ? ALL : type,
                    pieces.size() == 1 + weights.size(),
                    weights.isEmpty()
                            ? "1"
                            : weights.get(0).substring(WEIGHT.length()).strip());
        }

        private static boolean isWeight(String parameter) {
            return parameter.regionMatches(true, 0, WEIGHT, 0, WEIGHT.length());
        }

        boolean refuses() {
            return new BigDecimal(weight).signum() == 0;
        }

        boolean counts() {
            return plain || !refuses();
        }

        boolean matches(String offered) {
            return type.equals(ALL)
                    || type.equals(offered)
                    || type.endsWith("/*") && offered.startsWith(type.substring(0, type.length() - 1));
        }

        int narrowness() {
            return type.equals(ALL) ? 0 : type.endsWith("/*") ? 1 : 2;
        }
    }
}
