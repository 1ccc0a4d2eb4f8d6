package dev.immichpg.ledger;

import dev.immichpg.catalog.ExpressionText;
import dev.immichpg.catalog.Structure.Table;
import dev.immichpg.catalog.Structure.Trigger;
import dev.immichpg.ledger.Difference.ObjectKind;
import dev.immichpg.ledger.Difference.What;
import java.util.Optional;
import java.util.function.Consumer;

/** The triggers of one table. */
record TriggerComparison(Table table, Table expected, SchemaLedger ledger, Consumer<Difference> found) {

    void compare() {
        for (Trigger should : expected.triggers()) {
            Optional<Trigger> there = table.trigger(should.name());
            if (there.isEmpty()) {
                tell(should, What.MISSING, "");
            } else if (!isSame(there.get(), should)) {
                tell(should, What.DIFFERENT, text(there.get()));
            } else if (!there.get().fires()) {
                tell(should, What.DISABLED, there.get().enabled().equals("R") ? "fires in replicas only" : "disabled");
            }
        }
        table.triggers().stream()
                .filter(trigger -> expected.trigger(trigger.name()).isEmpty())
                .forEach(trigger -> found.accept(new Difference(
                        ObjectKind.TRIGGER,
                        trigger.fires() ? What.EXTRA : What.DISABLED,
                        table.name(),
                        trigger.name(),
                        text(trigger),
                        "",
                        ledger.objects().knowsTrigger(trigger.name()))));
    }

    private static boolean isSame(Trigger trigger, Trigger should) {
        return trigger.timing().equals(should.timing())
                && trigger.events().equals(should.events())
                && trigger.perRow() == should.perRow()
                && trigger.functionSchema().equals(should.functionSchema())
                && trigger.function().equals(should.function())
                && ExpressionText.same(should.condition(), trigger.condition())
                && trigger.transitionTables().equals(should.transitionTables());
    }

    private void tell(Trigger should, What what, String seen) {
        found.accept(new Difference(ObjectKind.TRIGGER, what, table.name(), should.name(), seen, text(should), true));
    }

    private static String text(Trigger trigger) {
        return trigger.timing() + " " + trigger.events() + " for each " + (trigger.perRow() ? "row" : "statement")
                + (trigger.condition().isEmpty() ? "" : " when " + trigger.condition()) + ": "
                + (trigger.functionSchema().equals("public") ? "" : trigger.functionSchema() + ".")
                + trigger.function() + "()";
    }
}
