package org.eventnexus.gateway.operations;

import java.util.List;

/** Things of one kind, and what is told of each: one look at a thing serves all its figures. */
record FigureGroup<T>(List<Figure<T>> figures, List<Subject<T>> subjects) {
    FigureGroup {
        figures = List.copyOf(figures);
        subjects = List.copyOf(subjects);
    }
}
