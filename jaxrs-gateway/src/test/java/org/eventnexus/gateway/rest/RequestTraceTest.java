package org.eventnexus.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.eventnexus.EventDraft;
import org.eventnexus.TraceContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an event has of the trace of its request. */
@Tag("BX-09")
class RequestTraceTest {
    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static EventDraft<?> given(List<String> parents, List<String> states) {
        Map<String, List<String>> headers = Map.of(TraceContext.PARENT, parents, TraceContext.STATE, states);
        HttpServletRequest request = (HttpServletRequest) Proxy.newProxyInstance(
                HttpServletRequest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> {
                    List<String> values = headers.get(arguments[0]);
                    return method.getName().equals("getHeaders")
                            ? Collections.enumeration(values)
                            : values.stream().findFirst().orElse(null);
                });
        EventDraft<?> draft = EventDraft.of("sold", 1);
        RequestTrace.of(request).give(draft);
        return draft;
    }

    @Test
    void whitespaceOfAListMayBeATab() {
        assertThat(given(List.of(PARENT), List.of("rojo=1,\tcongo=2", "foo=3")).headers())
                .containsEntry(TraceContext.PARENT, PARENT)
                .containsEntry(TraceContext.STATE, "rojo=1, congo=2,foo=3");
    }

    @Test
    void whatIsMalformedIsIgnored() {
        assertThat(given(List.of(PARENT.toUpperCase(java.util.Locale.ROOT)), List.of("a=1"))
                        .headers())
                .isEmpty();
        assertThat(given(List.of(PARENT, PARENT), List.of("a=1")).headers()).isEmpty();
        assertThat(given(List.of(PARENT), List.of("a=\u0001")).headers()).containsOnlyKeys(TraceContext.PARENT);
    }
}
