package dev.immichpg.ledger;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * In what a sound database is allowed to differ from what Immich's migrations alone would make: since it is older than they
 * are, or since the server rebuilt tables of places.
 *
 * @param kind of the object: {@code table}, {@code column}, {@code constraint}, {@code index} or {@code sequence}
 * @param object its name, with that of its table before it where it belongs to one: {@code user.quotaUsageInBytes}
 * @param value of {@link Tolerance#ALSO_NAMED} the other name; of {@link Tolerance#ALSO_BY} the other method, and of
 *     {@link Tolerance#ALSO_DEFAULT} the other default; empty for the others
 */
public record Variant(Tolerance tolerance, String kind, String object, String value) {
    public Variant {
        requireNonNull(tolerance, "tolerance");
        requireNonNull(kind, "kind");
        requireNonNull(object, "object");
        requireNonNull(value, "value");
    }

    public enum Tolerance {
        /** It may be there. */
        EXTRA,
        /** It may be absent. */
        MISSING,
        ALSO_NAMED,
        /** An index may have another access method. */
        ALSO_BY,
        ALSO_DEFAULT;

        /** As the ledger writes it: {@code also named}. */
        String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
