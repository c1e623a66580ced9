package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eventnexus.tests.Rest.Answer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever is sent, a problem document comes back, and nothing of the server's insides with it. */
@Tag("BX-06")
@ExtendWith(ArquillianExtension.class)
@Timeout(60)
class GatewayBadInputIT {
    private static final String EVENTS = "domains/it/events";
    private static final int MEBIBYTE = 1 << 20;

    @Deployment(testable = false)
    static EnterpriseArchive hub() {
        return Deployments.gateway();
    }

    @ArquillianResource
    URL page;

    private Rest rest;

    @BeforeEach
    void client() {
        rest = new Rest(URI.create(page + "api/"));
    }

    private Answer json(String body) throws Exception {
        return rest.post(EVENTS + "?type=echo", Rest.JSON, body);
    }

    private Answer event(String body) throws Exception {
        return rest.post(EVENTS, Rest.CLOUD_EVENT, body);
    }

    private Answer bytes(byte[] body) throws Exception {
        return rest.send("POST", EVENTS + "?type=echo", BodyPublishers.ofByteArray(body), "Content-Type", Rest.JSON);
    }

    @Test
    @Tag("H-3.33")
    void malformedJson() throws Exception {
        for (String body : new String[] {"{", "", "{\"a\":1,}", "01", "'a'", "[1]]", "\"\t\"", "\u0000"}) {
            json(body).isProblem(400);
            event(body).isProblem(400);
        }
    }

    @Test
    @Tag("H-3.07")
    @Tag("H-3.34")
    void malformedCloudEventsNameTheAttribute() throws Exception {
        Map<String, String> faults = Map.of(
                "type", "{'specversion':'1.0','data':1}",
                "specversion", "{'type':'a'}",
                "id", "{'specversion':'1.0','type':'a','id':''}",
                "source", "{'specversion':'1.0','type':'a','source':5}",
                "time", "{'specversion':'1.0','type':'a','time':'now'}",
                "priority", "{'specversion':'1.0','type':'a','priority':'high'}",
                "data_base64", "{'specversion':'1.0','type':'a','data_base64':'*'}",
                "Upper", "{'specversion':'1.0','type':'a','Upper':'x'}");
        for (Map.Entry<String, String> fault : faults.entrySet()) {
            Answer answer = event(fault.getValue().replace('\'', '"')).isProblem(400);
            assertThat(answer.object().getString("detail")).contains(fault.getKey());
        }
    }

    @Test
    @Tag("H-3.35")
    void aKeyThatIsThereTwice() throws Exception {
        event("{\"specversion\":\"1.0\",\"type\":\"a\",\"type\":\"b\"}").isProblem(400);
    }

    @Test
    @Tag("H-1.11")
    void lineBreaksAndNulInAType() throws Exception {
        for (String type :
                new String[] {"a%0D%0Ab", "a%0Ab", "a%00b", "a%20b", "a*", "", "a%C2%85b", "t".repeat(257)}) {
            Answer answer = rest.post(EVENTS + "?type=" + type, Rest.JSON, "1").isProblem(400);
            assertThat(answer.object().getString("detail")).contains("type");
        }
        for (String type : new String[] {"a\\r\\nb", "a\\u0000b", "a\\u2028b"}) {
            event("{\"specversion\":\"1.0\",\"type\":\"" + type + "\"}").isProblem(400);
        }
        rest.post(EVENTS, Rest.JSON, "1").isProblem(400);
    }

    @Test
    @Tag("H-3.36")
    void whatIsNotUtf8() throws Exception {
        bytes(new byte[] {'"', (byte) 0xff, '"'}).isProblem(400);
        bytes(new byte[] {'"', (byte) 0xc0, (byte) 0x80, '"'}).isProblem(400);
        bytes("\"a\"".getBytes(StandardCharsets.UTF_16)).isProblem(400);
    }

    @Test
    @Tag("H-3.37")
    void whatIsNestedTooDeep() throws Exception {
        json("[".repeat(1_001) + "]".repeat(1_001)).isProblem(400);
        json("[".repeat(MEBIBYTE)).isProblem(400);
        json("{\"a\":".repeat(100_000)).isProblem(400);
        json("[".repeat(1_000) + "]".repeat(1_000)).is(202);
    }

    @Test
    @Tag("H-3.41")
    void whatIsTooLarge() throws Exception {
        byte[] large = new byte[3 * MEBIBYTE];
        java.util.Arrays.fill(large, (byte) ' ');
        bytes(large).isProblem(413);
        rest.send(
                        "POST",
                        EVENTS + "?type=echo",
                        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)),
                        "Content-Type",
                        Rest.JSON)
                .isProblem(413);
        json("\"" + "x".repeat(MEBIBYTE - 2) + "\"").is(202);
        json("\"" + "x".repeat(MEBIBYTE - 1) + "\"").isProblem(413);
    }

    @Test
    @Tag("H-3.43")
    void otherContentTypes() throws Exception {
        for (String type : new String[] {
            "text/plain",
            "application/xml",
            "application/x-www-form-urlencoded",
            "",
            "nonsense",
            "application/",
            "application/json; charset=utf-16",
            "multipart/form-data; boundary=x"
        }) {
            rest.post(EVENTS + "?type=echo", type, "{}").isProblem(415);
        }
        rest.send("POST", EVENTS + "?type=echo", BodyPublishers.ofString("{}")).isProblem(415);
        rest.post(EVENTS + "?type=echo", "application/json; charset=UTF-8", "{}")
                .is(202);
    }

    @Test
    void theDomainIsLookedAtFirst() throws Exception {
        rest.post("domains/nonexistent/events", "text/plain", "{").isProblem(404);
        rest.post("domains/readable/events", "text/plain", "{").isProblem(401);
        rest.post("domains/it/events", "text/plain", "{").isProblem(415);
        rest.post("domains/..%2Fit/events?type=a", Rest.JSON, "1").isProblem(404);
    }

    @Test
    @Tag("H-5.16")
    void positionsSelectorsAndLimits() throws Exception {
        String[] stream = {"Accept", "text/event-stream"};
        rest.get(EVENTS + "?after=nonsense").isProblem(400);
        rest.get(EVENTS + "?after=").isProblem(400);
        rest.get(EVENTS + "?after=%0D%0A", stream).isProblem(400);
        rest.get(EVENTS + "?type=a*b", stream).isProblem(400);
        rest.get(EVENTS + "?type=", stream).isProblem(400);
        rest.get(EVENTS, "Accept", "text/event-stream", "Last-Event-ID", "x y").isProblem(400);
        for (String limit : new String[] {"0", "-1", "x", "1.5"}) {
            rest.get(EVENTS + "?limit=" + limit).isProblem(400);
        }
        rest.get(EVENTS + "?limit=99999999999").is(200); // as many as a page takes
    }

    @Test
    @Tag("H-1.05")
    @Tag("H-3.48")
    @Tag("H-3.49")
    void pathsAndMethodsThatAreNotThere() throws Exception {
        rest.get("nothing").isProblem(404);
        rest.get("domains/it/nothing").isProblem(404);
        rest.get("domains/it/events/nothing").isProblem(404);
        rest.get("domains/it/events/nothing/outcome").isProblem(404);
        rest.get(page + "nothing.html").isProblem(404);
        rest.send("PUT", EVENTS, BodyPublishers.ofString("x")).isProblem(405);
        rest.send("DELETE", "domains", BodyPublishers.noBody()).isProblem(405);
        rest.get("domains", "Accept", "image/png").isProblem(406);
        Answer nonsense = rest.get("domains", "Accept", "nonsense");
        nonsense.isProblem(nonsense.status()); // 400 or 406, as the server likes
    }
}
