package dev.immichpg.need;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A migration of Immich's, and so a mark of the release that has run it (database.md#migrations). Its text is
 * server/src/schema/migrations/&lt;name&gt;.ts in Immich's repository.
 *
 * @param migration its name in kysely_migrations, as in "1744910873969-InitialMigration"
 * @param first the first release that has it
 */
public record MigrationMark(String migration, Version first) {

    private static final Pattern NAME = Pattern.compile("([0-9]{1,18})-.+");

    public MigrationMark {
        Objects.requireNonNull(first);
        if (!NAME.matcher(migration).matches()) {
            throw new IllegalArgumentException("migration must begin with a number and a hyphen.");
        }
    }
}
