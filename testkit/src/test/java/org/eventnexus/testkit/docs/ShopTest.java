package org.eventnexus.testkit.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.eventnexus.testkit.EventNexusTest;
import org.eventnexus.testkit.Scenario;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The README's test of a receiver; {@code DocumentationTest} compares. */
@Tag("BX-11")
@EventNexusTest(classes = {Shop.class, Stock.class, Board.class})
class ShopTest {
    @Test
    void reservesWhatIsBought(Shop shop, Scenario scenario) {
        assertEquals("reserved lamp", scenario.await(shop.buy(new Order("lamp"))));
    }

    @Test
    void saysWhatIsSoldOut(Scenario scenario) {
        var placed = scenario.publish("orders", "order.placed", new Order("piano"));
        assertEquals("no piano left", placed.failsWith(RuntimeException.class).getMessage());
    }
}
