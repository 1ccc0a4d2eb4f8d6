package dev.immichpg.need;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A migration that tells which release of Immich has run: the first of those that are new in a release. Its text is
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

    /** The number that the name begins with: milliseconds since 1970, roughly. */
    public long timestamp() {
        Matcher name = NAME.matcher(migration);
        name.matches();
        return Long.parseLong(name.group(1));
    }
}
