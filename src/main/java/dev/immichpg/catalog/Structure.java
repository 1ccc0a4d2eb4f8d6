package dev.immichpg.catalog;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What schema {@code public} is made of: as the catalogs say it, or as a release of Immich has it. Without members of
 * extensions. No function's body, and no text that stands in a default or a condition:
 * where one has a text in quotes, {@code '...'} stands in its place.
 *
 * <p>Types and expressions are written as Postgres does with an empty search_path, so with the schema of whatever is not
 * Postgres' own: {@code public.immich_uuid_v7()}. A release's are without it: {@link ExpressionText} compares them.
 *
 * @param whole false: there are more than {@value #MOST_OBJECTS} objects, and none was read
 * @param tables by name, partitioned ones included
 * @param otherRelations names of views, materialized views, foreign tables and composite types, and of domains and ranges: no table can have them
 * @param dependents what stops a change of their tables and columns, Immich's own triggers among them
 */
public record Structure(
        boolean whole,
        List<Table> tables,
        List<Function> functions,
        List<EnumType> enums,
        List<Sequence> sequences,
        List<String> otherRelations,
        List<Dependent> dependents) {

    /** Immich 3.3 has about a thousand. */
    public static final int MOST_OBJECTS = 5000;

    public Structure {
        tables = List.copyOf(tables);
        functions = List.copyOf(functions);
        enums = List.copyOf(enums);
        sequences = List.copyOf(sequences);
        otherRelations = List.copyOf(otherRelations);
        dependents = List.copyOf(dependents);
    }

    /** @param indexes without those of primary keys and unique constraints */
    public record Table(
            String name,
            List<Column> columns,
            List<Constraint> constraints,
            List<Index> indexes,
            List<Trigger> triggers) {
        public Table {
            requireNonNull(name, "name");
            columns = List.copyOf(columns);
            constraints = List.copyOf(constraints);
            indexes = List.copyOf(indexes);
            triggers = List.copyOf(triggers);
        }

        public Optional<Column> column(String of) {
            return columns.stream().filter(c -> c.name().equals(of)).findFirst();
        }

        public Optional<Constraint> constraint(String of) {
            return constraints.stream().filter(c -> c.name().equals(of)).findFirst();
        }

        public Optional<Index> index(String of) {
            return indexes.stream().filter(i -> i.name().equals(of)).findFirst();
        }

        public Optional<Trigger> trigger(String of) {
            return triggers.stream().filter(t -> t.name().equals(of)).findFirst();
        }
    }

    /**
     * @param type as SQL; {@code vector column} for one of a vector extension's types
     * @param defaultValue as SQL; empty: it has none
     * @param generated an identity, or computed of other columns
     */
    public record Column(String name, String type, boolean notNull, String defaultValue, boolean generated) {

        /** Stands for the types of the vector extensions, whichever it is. */
        public static final String VECTOR = "vector column";

        public Column {
            requireNonNull(name, "name");
            requireNonNull(type, "type");
            requireNonNull(defaultValue, "defaultValue");
        }
    }

    /**
     * @param columns of this table, in order; of a check constraint those that it names, in any order
     * @param references the table that a foreign key points to; empty for the others
     * @param referencedColumns of that table, in the order of {@code columns}
     * @param onDelete of a foreign key: {@code no action}, {@code cascade}, {@code set null} …; empty for the others
     * @param onUpdate likewise
     * @param valid all rows are known to keep it, and new ones are looked at at once
     */
    public record Constraint(
            String name,
            Kind kind,
            List<String> columns,
            String references,
            List<String> referencedColumns,
            String onDelete,
            String onUpdate,
            boolean valid) {
        public Constraint {
            requireNonNull(name, "name");
            requireNonNull(kind, "kind");
            columns = List.copyOf(columns);
            requireNonNull(references, "references");
            referencedColumns = List.copyOf(referencedColumns);
            requireNonNull(onDelete, "onDelete");
            requireNonNull(onUpdate, "onUpdate");
        }

        /** What constraints there are in Immich's tables, and {@code OTHER}: one that excludes. */
        public enum Kind {
            PRIMARY_KEY,
            UNIQUE,
            FOREIGN_KEY,
            CHECK,
            OTHER
        }

        /** Whether it demands the same, under whatever name. */
        public boolean demandsAs(Constraint other) {
            return kind == other.kind
                    && (kind == Kind.CHECK
                            ? Set.copyOf(columns).equals(Set.copyOf(other.columns))
                            : columns.equals(other.columns))
                    && references.equals(other.references)
                    && referencedColumns.equals(other.referencedColumns)
                    && onDelete.equals(other.onDelete)
                    && onUpdate.equals(other.onUpdate);
        }
    }

    /**
     * @param method {@code btree}, {@code gin} …
     * @param keys columns by their names, and expressions as SQL
     * @param predicate of a partial index, as SQL; empty: it is not partial
     * @param valid Postgres searches in it
     */
    public record Index(
            String name, boolean unique, String method, List<String> keys, String predicate, boolean valid) {
        public Index {
            requireNonNull(name, "name");
            requireNonNull(method, "method");
            keys = List.copyOf(keys);
            requireNonNull(predicate, "predicate");
        }
    }

    /**
     * @param timing {@code before}, {@code after} or {@code instead of}
     * @param events of insert, update, delete and truncate, in this order, separated by a blank
     * @param perRow otherwise once for each statement
     * @param functionSchema where its function is
     * @param condition of its WHEN, as SQL; empty: it has none; {@code ...}: one that names columns
     * @param transitionTables the names of its OLD TABLE and NEW TABLE, where it has any
     * @param enabled {@code O}: as usual; {@code D}: disabled; {@code R}: in replicas only; {@code A}: always
     */
    public record Trigger(
            String name,
            String timing,
            String events,
            boolean perRow,
            String functionSchema,
            String function,
            String condition,
            List<String> transitionTables,
            String enabled) {
        public Trigger {
            requireNonNull(name, "name");
            requireNonNull(timing, "timing");
            requireNonNull(events, "events");
            requireNonNull(functionSchema, "functionSchema");
            requireNonNull(function, "function");
            requireNonNull(condition, "condition");
            transitionTables = List.copyOf(transitionTables);
            requireNonNull(enabled, "enabled");
        }

        /** It runs where the tables are written by Immich. */
        public boolean fires() {
            return enabled.equals("O") || enabled.equals("A");
        }
    }

    /**
     * @param arguments their types as SQL, separated by a comma and a blank
     * @param returns its type as SQL
     * @param digest md5 of its body without white space; the same body is indented differently in old databases
     * @param volatility {@code immutable}, {@code stable} or {@code volatile}: an index can be made on the first alone
     */
    public record Function(String name, String arguments, String returns, String digest, String volatility) {
        public Function {
            requireNonNull(name, "name");
            requireNonNull(arguments, "arguments");
            requireNonNull(returns, "returns");
            requireNonNull(digest, "digest");
            requireNonNull(volatility, "volatility");
        }

        /** {@code f_unaccent(text)}. */
        public String signature() {
            return name + "(" + arguments + ")";
        }
    }

    /** @param values in their order */
    public record EnumType(String name, List<String> values) {
        public EnumType {
            requireNonNull(name, "name");
            values = List.copyOf(values);
        }
    }

    /** @param ownedBy {@code table.column}, with which it goes; empty: with none */
    public record Sequence(String name, String ownedBy) {
        public Sequence {
            requireNonNull(name, "name");
            requireNonNull(ownedBy, "ownedBy");
        }
    }

    /**
     * What depends on a table or a column, so that Postgres refuses to drop it, or to change its type (pg_depend).
     *
     * @param name with its schema where that is not {@code public}
     * @param table in {@code public}
     * @param column of it; empty: the table as a whole
     */
    public record Dependent(Kind kind, String name, String table, String column) {
        public Dependent {
            requireNonNull(kind, "kind");
            requireNonNull(name, "name");
            requireNonNull(table, "table");
            requireNonNull(column, "column");
        }

        public enum Kind {
            VIEW,
            MATERIALIZED_VIEW,
            /** On the table itself: on a column that it names, and once on the table. */
            RULE,
            POLICY,
            /** UPDATE OF a column, or a condition that names it. */
            TRIGGER,
            GENERATED_COLUMN,
            /** Before Postgres 15: it is dropped with the column, and stops only a change of type. */
            DROPPED_GENERATED_COLUMN,
            /** With a body that Postgres has parsed: {@code BEGIN ATOMIC}. */
            FUNCTION,
            /** With a list of columns or a condition. */
            PUBLICATION,
            /** From a table in another schema. */
            FOREIGN_KEY,
            /** That inherits from it. */
            TABLE,
            /** The table is it, and no other depends on it. */
            PARTITIONED,
            /** From the table of this name. */
            INHERITED_COLUMN
        }

        /** It goes with its table, and stops only what changes the column. */
        public boolean belongsToTable() {
            return switch (kind) {
                case RULE,
                        POLICY,
                        TRIGGER,
                        GENERATED_COLUMN,
                        DROPPED_GENERATED_COLUMN,
                        PUBLICATION,
                        PARTITIONED,
                        INHERITED_COLUMN -> true;
                case VIEW, MATERIALIZED_VIEW, FUNCTION, FOREIGN_KEY, TABLE -> false;
            };
        }
    }

    public Optional<Table> table(String of) {
        return tables.stream().filter(t -> t.name().equals(of)).findFirst();
    }

    public Optional<EnumType> enumType(String of) {
        return enums.stream().filter(e -> e.name().equals(of)).findFirst();
    }
}
