package dev.immichpg.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "immich_uuid_v7() | public.immich_uuid_v7() | true",
                "uuid_generate_v4() | ext.uuid_generate_v4() | true",
                "'active'::assets_status_enum | '...'::public.assets_status_enum | true",
                "role = 'owner'::album_user_role_enum | (role = '...'::public.album_user_role_enum) | true",
                "f_unaccent((\"originalFileName\")::text) | public.f_unaccent(\"originalFileName\"::text) | true",
                "((\"localDateTime\" AT TIME ZONE 'UTC'::text))::date | (\"localDateTime\" AT TIME ZONE '...'::text)::date | true",
                "name | name COLLATE pg_catalog.\"default\" | true",
                "'{}'::character varying[] | '...'::character varying(255)[] | true",
                "now() | clock_timestamp() | false",
                "\"deletedAt\" IS NULL | \"deletedAt\" IS NOT NULL | false",
                "true | false | false",
                "0 | '...'::bigint | false",
            })
    void whatDiffersIsTheWriting(String ledger, String seen, boolean same) {
        assertEquals(same, ExpressionText.same(ledger, seen));
    }
}
