package org.eventnexus.gateway.operations;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes figures as Prometheus reads them: the text exposition format, version 0.0.4
 * (https://prometheus.io/docs/instrumenting/exposition_formats). Not thread-safe.
 */
final class Exposition {
    private final StringBuilder out = new StringBuilder(4_096);

    /** A group without subjects is left out. */
    <T> Exposition add(FigureGroup<T> group) {
        if (group.subjects().isEmpty()) {
            return this;
        }
        List<String> labels = new ArrayList<>();
        List<T> looks = new ArrayList<>();
        for (Subject<T> subject : group.subjects()) {
            labels.add(labels(subject.labels()));
            looks.add(subject.now().get());
        }
        for (Figure<T> figure : group.figures()) {
            head(figure);
            for (int i = 0; i < looks.size(); i++) {
                out.append(figure.name()).append(labels.get(i)).append(' ');
                number(figure.value().applyAsDouble(looks.get(i)));
                out.append('\n');
            }
        }
        return this;
    }

    private void head(Figure<?> figure) {
        out.append("# HELP ").append(figure.name()).append(' ');
        escape(out, figure.help(), false);
        out.append("\n# TYPE ").append(figure.name()).append(' ');
        out.append(figure.kind().name().toLowerCase(Locale.ROOT)).append('\n');
    }

    /** What is whole is written so. */
    private void number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
            out.append((long) value);
        } else {
            out.append(value);
        }
    }

    private static String labels(Map<String, String> labels) {
        if (labels.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("{");
        labels.forEach((name, value) -> {
            text.append(text.length() > 1 ? "," : "").append(name).append("=\"");
            escape(text, value, true);
            text.append('"');
        });
        return text.append('}').toString();
    }

    private static void escape(StringBuilder out, String text, boolean quoted) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '"' -> out.append(quoted ? "\\\"" : "\"");
                default -> out.append(c);
            }
        }
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
