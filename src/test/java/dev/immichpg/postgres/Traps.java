package dev.immichpg.postgres;

import dev.immichpg.demo.EmbeddedServer;
import java.util.List;

/**
 * Issue 12: what the owner of a database can lay out for whoever is more powerful. Each trap says in the server's log who has
 * sprung it, and by what.
 */
public final class Traps {

    /** What is there in pg_catalog is there in this schema as well, for the same types: every function, operator and type. */
    private static final List<String> ALL = List.of(
            "CREATE SCHEMA trap",
            "GRANT USAGE ON SCHEMA trap TO PUBLIC",
            "CREATE FUNCTION trap.sprung(what text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS"
                    + " $$BEGIN RAISE WARNING 'trapped % by %', session_user, what; RETURN true; END$$",
            "CREATE FUNCTION trap.text(what text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS"
                    + " $$BEGIN RAISE WARNING 'trapped % by %', session_user, what; RETURN what; END$$",
            """
        DO $do$
        DECLARE
          o record;
          body text;
        BEGIN
          FOR o IN
            SELECT p.oid, p.proname, pg_get_function_identity_arguments(p.oid) AS arguments,
                   pg_get_function_result(p.oid) AS result
            FROM pg_proc AS p
            WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.prokind = 'f'
          LOOP
            BEGIN
              EXECUTE format('CREATE FUNCTION trap.%I(%s) RETURNS %s LANGUAGE plpgsql AS'
                || ' $$BEGIN PERFORM trap.sprung(%L); RETURN NULL; END$$', o.proname, o.arguments, o.result, o.oid::regprocedure);
            EXCEPTION WHEN OTHERS THEN NULL;
            END;
          END LOOP;
          FOR o IN
            SELECT oprname, oid::regoperator AS signature, row_number() OVER () AS n,
                   nullif(oprleft, 0)::regtype AS l, nullif(oprright, 0)::regtype AS r, oprresult::regtype AS result
            FROM pg_operator WHERE oprnamespace = 'pg_catalog'::regnamespace
          LOOP
            BEGIN
              EXECUTE format('CREATE FUNCTION trap.operator%s(%s) RETURNS %s LANGUAGE plpgsql AS'
                || ' $$BEGIN PERFORM trap.sprung(%L); RETURN NULL; END$$',
                o.n, concat_ws(', ', o.l, o.r), o.result, o.signature);
              EXECUTE format('CREATE OPERATOR trap.%s (%s, FUNCTION = trap.operator%s)', o.oprname,
                concat_ws(', ', 'LEFTARG = ' || o.l, 'RIGHTARG = ' || o.r), o.n);
            EXCEPTION WHEN OTHERS THEN NULL;
            END;
          END LOOP;
          FOR o IN SELECT typname FROM pg_type WHERE typnamespace = 'pg_catalog'::regnamespace AND typtype = 'b' AND typelem = 0
          LOOP
            BEGIN
              EXECUTE format('CREATE DOMAIN trap.%I AS pg_catalog.%I CHECK (trap.sprung(%L))', o.typname, o.typname, o.typname);
            EXCEPTION WHEN OTHERS THEN NULL;
            END;
          END LOOP;
        END
        $do$""",
            // What anybody writes who has thought of unknown literals, and of numbers that are almost of the type.
            "CREATE FUNCTION trap.nearly(oid, int) RETURNS boolean LANGUAGE plpgsql AS"
                    + " $$BEGIN PERFORM trap.sprung('nearly'); RETURN $1 = $2::oid; END$$",
            "CREATE OPERATOR trap.= (LEFTARG = oid, RIGHTARG = int, FUNCTION = trap.nearly)",
            "CREATE FUNCTION trap.named(name, text) RETURNS boolean LANGUAGE plpgsql AS"
                    + " $$BEGIN PERFORM trap.sprung('named'); RETURN $1::text OPERATOR(pg_catalog.=) $2; END$$",
            "CREATE TYPE trap.odd AS (a int)",
            "CREATE FUNCTION trap.cast_away(trap.odd) RETURNS pg_catalog.text LANGUAGE plpgsql AS"
                    + " $$BEGIN PERFORM trap.sprung('cast'); RETURN ''; END$$",
            "CREATE CAST (trap.odd AS pg_catalog.text) WITH FUNCTION trap.cast_away(trap.odd) AS IMPLICIT");

    private Traps() {}

    /** Statements of the owner's: a schema {@code trap} that looks like pg_catalog. */
    public static String[] all() {
        return ALL.toArray(String[]::new);
    }

    /** The same in a schema that is there already, as {@code public} is, which an extension's own script looks into. */
    public static String[] allIn(String schema) {
        return ALL.subList(2, ALL.size()).stream()
                .map(statement -> statement.replace("trap.", schema + "."))
                .toArray(String[]::new);
    }

    /** The schema alone, with {@code trap.sprung(text)}, which is true, and {@code trap.text(text)}. */
    public static String[] few() {
        return ALL.subList(0, 4).toArray(String[]::new);
    }

    /** Lines of the log; none: whoever was superuser has met no trap. */
    public static List<String> sprungBySuperuser(EmbeddedServer server) {
        return server.log()
                .lines()
                .filter(line -> line.contains("trapped postgres"))
                .distinct()
                .toList();
    }
}
