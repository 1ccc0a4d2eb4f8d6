package dev.immichpg.forecast;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The start of every line of releases, on databases that differ from a healthy one in a thing or two.
 *
 * <p>A blank is healthy: the release has run here before ({@code last}), Immich's role owns database and tables but no
 * extension ({@code role}), the library is preloaded, DB_VECTOR_EXTENSION is not set, the indexes are as Immich built
 * them. {@code rule} is the step that decides: the first that blocks, is unknown, changes or, where Immich just starts,
 * warns. The last column says why, with its place in the reference and the number of its failure mode.
 */
public final class StartUpRows {

    private static final String BEFORE_1_112 = """
            expected | rule               | immich  | last   | extension | installed | available | role    | preload | env         | indexes | also | why
            starts   |                    | 1.91.0  |        | vectors   | 0.1.11    | 0.1.11    |         |         |             |         |      | releases.md#ranges any pgvecto.rs
            starts   |                    | 1.91.3  |        | vectors   | 0.3.0     | 0.3.0     |         |         |             |         |      | releases.md#ranges any pgvecto.rs, even one from the future
            starts   |                    | 1.91.3  |        | vectors   | 0.0.0     | 0.0.0     |         |         |             |         |      | start-up.md#steps a nightly is refused from 1.91.4 on
            starts   |                    | 1.91.0  |        | vectors   | 0.1.11    | 0.1.11    |         |         |             |         | server 13.22 | releases.md#ranges Postgres' version is not looked at
            migrates | create             | 1.91.0  |        | vectors   | -         | 0.1.11    | super   |         |             | fresh   |      | releases.md#ranges the migration creates it
            blocked  | create             | 1.91.3  |        | vectors   | -         | 0.1.11    |         |         |             | fresh   |      | privileges.md#without-a-superuser a mere owner may not
            blocked  | create             | 1.91.3  |        | vectors   | -         | -         | super   |         |             | fresh   |      | FailureMode.AVAILABLE_VERSION_OUT_OF_RANGE not on the server
            blocked  | preload            | 1.91.0  |        | vectors   | 0.1.11    | 0.1.11    |         | no      |             |         |      | start-up.md#prewarm
            starts   |                    | 1.91.4  |        | vectors   | 0.1.1     | 0.1.1     |         |         |             |         |      | releases.md#ranges one of two
            starts   |                    | 1.91.4  |        | vectors   | 0.1.11    | 0.1.11    |         |         |             |         |      | releases.md#ranges the other
            blocked  | installed version  | 1.91.4  |        | vectors   | 0.1.5     | 0.1.5     |         |         |             |         |      | releases.md#ranges nothing in between
            blocked  | installed version  | 1.91.4  |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         |      | releases.md#ranges
            blocked  | nightly            | 1.91.4  |        | vectors   | 0.0.0     | 0.0.0     |         |         |             |         |      | start-up.md#steps in neither case supported
            starts   |                    | 1.91.4  |        | vectors   | 0.1.11    | 0.1.11    |         |         |             |         | server 12.20 | releases.md#ranges no Postgres check before 1.92
            starts   |                    | 1.92.0  |        | vectors   | 0.1.1     | 0.1.1     |         |         |             |         |      | releases.md#ranges lower end
            starts   |                    | 1.92.0  |        | vectors   | 0.1.5     | 0.1.5     |         |         |             |         |      | releases.md#ranges a range now
            starts   |                    | 1.94.1  |        | vectors   | 0.1.11    | 0.1.11    |         |         |             |         |      | releases.md#ranges upper end
            blocked  | installed version  | 1.92.0  |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         |      | releases.md#ranges too new
            blocked  | installed version  | 1.94.1  |        | vectors   | 0.1.0     | 0.1.0     |         |         |             |         |      | releases.md#ranges too old
            blocked  | nightly            | 1.94.1  |        | vectors   | 0.0.0     | 0.0.0     |         |         |             |         |      | start-up.md#steps
            blocked  | Postgres version   | 1.92.0  |        | vectors   | 0.1.11    | 0.1.11    |         |         |             |         | server 13.22 | releases.md#ranges major at least 14
            starts   |                    | 1.94.1  |        | vectors   | 0.1.11    | 0.2.0     | super   |         |             |         |      | start-up.md#steps never updates
            starts   |                    | 1.94.1  |        | vectors   | 0.1.11    | -         |         |         |             |         |      | immich-and-postgres.md#created-in-advance-is-enough CREATE IF NOT EXISTS is a notice
            migrates | create             | 1.92.0  |        | vectors   | -         | 0.1.11    | super   |         |             | fresh   |      | start-up.md#steps created on each start
            blocked  | installed version  | 1.94.1  |        | vectors   | -         | 0.2.0     | super   |         |             | fresh   |      | start-up.md#steps created, then judged
            blocked  | create             | 1.94.1  |        | vectors   | -         | 0.1.11    |         |         |             |         |      | privileges.md#without-a-superuser
            starts   |                    | 1.94.1  |        | vectors   | 0.1.11    | 0.1.11    |         |         | pgvector    |         |      | environment.md#variables nobody reads it before 1.95
            starts   |                    | 1.92.0  |        | vectors   | 0.1.11    | 0.1.11    |         |         |             | absent  |      | start-up.md#steps no index check yet
            unknown  | preload            | 1.92.0  |        | vectors   | 0.1.11    | 0.1.11    |         | hidden  |             |         |      | immich-and-postgres.md#preload-is-hidden
            starts   |                    | 1.95.0  |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         |      | releases.md#ranges the minimum
            starts   |                    | 1.105.1 |        | vectors   | 0.4.0     | 0.4.0     |         |         |             |         |      | releases.md#ranges the pin lets minors pass
            blocked  | installed version  | 1.105.1 |        | vectors   | 1.0.0     | 1.0.0     |         |         |             |         |      | releases.md#ranges but no major
            blocked  | installed version  | 1.95.0  | 1.94.1 | vectors   | 0.1.11    | 0.1.11    |         |         |             |         |      | releases.md#ranges too old, nothing newer on disk
            blocked  | installed version  | 1.95.0  | 1.94.1 | vectors   | 0.1.11    | 0.2.0     |         |         |             |         |      | start-up.md#steps the update fails, the old one is too old
            unknown  | restart            | 1.95.0  | 1.94.1 | vectors   | 0.1.11    | 0.2.0     | super   |         |             |         |      | start-up.md#pgvecto-rs updated, then wants a restart
            blocked  | nightly            | 1.95.0  |        | vectors   | 0.0.0     | 0.0.0     |         |         |             |         |      | start-up.md#steps
            starts   | update             | 1.95.0  |        | vectors   | 0.2.0     | 0.2.1     |         |         |             |         |      | start-up.md#steps logged, goes on
            migrates | update             | 1.105.1 |        | vectors   | 0.2.0     | 0.2.1     | super   |         |             |         |      | start-up.md#steps
            starts   | update             | 1.96.0  |        | vectors   | 0.2.0     | 0.3.0     |         |         |             |         |      | start-up.md#steps a minor is tried too
            unknown  | restart            | 1.101.0 |        | vectors   | 0.2.0     | 0.3.0     | super   |         |             |         |      | start-up.md#update
            starts   |                    | 1.102.0 |        | vectors   | 0.2.0     | 1.0.0     | super   |         |             |         |      | start-up.md#steps a major is not
            starts   | update             | 1.96.0  |        | vectors   | 0.2.0     | 0.2.1     | super   |         |             |         | no script vectors | catalogs.md#what-is-seen no update path: logged
            starts   |                    | 1.105.1 |        | vectors   | 0.2.1     | 0.2.0     |         |         |             |         |      | start-up.md#steps no downgrade check yet
            starts   |                    | 1.100.0 |        | vectors   | 0.2.0     | -         |         |         |             |         |      | start-up.md#steps nobody needs the file
            blocked  | create             | 1.95.0  |        | vectors   | -         | 0.2.0     |         |         |             |         |      | start-up.md#steps fatal if it fails
            migrates | create             | 1.105.1 |        | vectors   | -         | 0.2.0     | super   |         |             | fresh   |      | start-up.md#steps
            blocked  | preload            | 1.105.1 |        | vectors   | -         | 0.2.0     | super   | no      |             | fresh   |      | extensions.md#vectorchord CREATE needs the library
            blocked  | create             | 1.95.0  |        | vector    | 0.5.0     | 0.5.0     |         |         |             |         |      | start-up.md#steps the default is pgvecto.rs, whatever is there
            starts   |                    | 1.95.0  |        | vector    | 0.5.0     | 0.5.0     |         |         | pgvector    |         |      | releases.md#ranges the minimum
            starts   |                    | 1.105.1 |        | vector    | 1.0.0     | 1.0.0     |         |         | pgvector    |         |      | releases.md#ranges no upper bound
            blocked  | installed version  | 1.95.0  |        | vector    | 0.4.4     | 0.4.4     |         |         | pgvector    |         |      | releases.md#ranges
            migrates | update             | 1.105.1 |        | vector    | 0.7.0     | 1.0.0     | super   |         | pgvector    |         |      | start-up.md#steps anything newer
            starts   | update             | 1.105.1 |        | vector    | 0.7.0     | 1.0.0     |         |         | pgvector    |         |      | start-up.md#steps logged, goes on
            blocked  | installed version  | 1.96.0  |        | vector    | 0.4.4     | 0.5.0     |         |         | pgvector    |         |      | start-up.md#steps
            migrates | update             | 1.96.0  |        | vector    | 0.4.4     | 0.5.0     | super   |         | pgvector    |         |      | start-up.md#steps the version after the update counts
            starts   |                    | 1.100.0 |        | vector    | 0.5.0     | 0.5.0     |         |         | pgvector    | absent  |      | start-up.md#rebuild only pgvecto.rs' view is asked
            migrates | update             | 1.105.1 |        | vectors   | 0.2.0     | 0.2.1     | super   |         |             | no clip |      | start-up.md#steps a patch rebuilds nothing yet
            starts   | update             | 1.105.1 |        | vector    | 0.7.0     | 0.8.5     | super   |         | pgvector    | no clip |      | start-up.md#update REINDEX of what is not there is logged
            blocked  | index view         | 1.95.0  |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         | unreadable pg_vector_index_stat | FailureMode.INDEX_VIEW_UNREADABLE
            blocked  | index view         | 1.105.1 | 1.104.0 | vectors  | 0.2.0     | 0.2.0     |         |         |             | fresh   | unreadable pg_vector_index_stat | FailureMode.INDEX_VIEW_UNREADABLE on a fresh database too
            starts   | search_path        | 1.100.0 |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         | unreadable pg_vector_index_stat; path public | start-up.md#rebuild "does not exist" is no rebuild
            starts   | vector schema      | 1.100.0 |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         | no usage vectors | FailureMode.VECTORS_SCHEMA_UNUSABLE nothing to migrate
            blocked  | vector schema      | 1.100.0 | 1.99.0 | vectors   | 0.2.0     | 0.2.0     |         |         |             |         | no usage vectors | FailureMode.VECTORS_SCHEMA_UNUSABLE
            blocked  | search_path        | 1.100.0 | 1.99.0 | vectors   | 0.2.0     | 0.2.0     |         |         |             |         | path public | FailureMode.SEARCH_PATH_QUOTED
            unknown  | index view         | 1.100.0 |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         | unreadable pg_vector_index_stat; path hidden | start-up.md#rebuild
            migrates | index view         | 1.105.1 |        | vectors   | 0.2.0     | 0.2.0     |         |         |             | upgrade |      | start-up.md#rebuild idx_status UPGRADE
            blocked  | index view         | 1.105.1 |        | vectors   | 0.2.0     | 0.2.0     | neither |         |             | upgrade |      | start-up.md#rebuild REINDEX needs the owner
            blocked  | preload            | 1.105.1 |        | vectors   | 0.2.0     | 0.2.0     |         | no      |             |         |      | FailureMode.NOT_PRELOADED the view fails
            unknown  | preload            | 1.95.0  |        | vectors   | 0.2.0     | 0.2.0     |         | hidden  |             |         |      | immich-and-postgres.md#preload-is-hidden
            starts   |                    | 1.95.0  |        | vectors   | 0.2.0     | 0.2.0     |         | proven  |             |         |      | immich-and-postgres.md#preload-is-hidden its settings prove it
            blocked  | vector extension   | 1.105.1 |        | vectors   | 0.2.0     | 0.2.0     |         |         | vectorchord |         |      | environment.md#advisory-locks unknown before 1.133
            blocked  | required extensions | 1.96.0 | 1.95.0 | vectors   | 0.2.0     | 0.2.0     |         |         |             |         | without pg_trgm | database.md#required-extensions needed since 1.96
            migrates | required extensions | 1.96.0 | 1.95.0 | vectors   | 0.2.0     | 0.2.0     |         |         |             |         | missing unaccent | database.md#required-extensions trusted, so an owner may
            starts   |                    | 1.95.0  |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         | without pg_trgm | database.md#required-extensions not needed yet
            starts   |                    | 1.106.0 |        | vectors   | 0.2.1     | 0.2.1     |         |         |             |         |      | releases.md#ranges
            blocked  | installed version  | 1.106.0 |        | vectors   | 0.3.0     | 0.3.0     |         |         |             |         |      | releases.md#ranges 0.2.x only
            blocked  | installed version  | 1.111.0 |        | vectors   | 0.1.11    | 0.1.11    |         |         |             |         |      | releases.md#ranges
            starts   |                    | 1.111.0 |        | vectors   | 0.2.0     | 0.3.0     | super   |         |             |         |      | start-up.md#steps an available version out of range is ignored
            starts   |                    | 1.106.0 |        | vectors   | 0.2.0     | 0.0.0     |         |         |             |         |      | start-up.md#steps so is a nightly
            blocked  | nightly            | 1.111.0 |        | vectors   | 0.0.0     | 0.2.0     |         |         |             |         |      | start-up.md#steps an installed one is not
            starts   | update             | 1.106.0 |        | vectors   | 0.2.0     | 0.2.1     |         |         |             |         |      | start-up.md#steps logged, goes on
            migrates | update             | 1.111.0 |        | vectors   | 0.2.0     | 0.2.1     | super   |         |             |         |      | start-up.md#update a patch rebuilds nothing before 1.112.0
            migrates | update             | 1.106.0 |        | vectors   | 0.2.0     | 0.2.1     | super   |         |             | no clip |      | start-up.md#update issue 14, row 19
            unknown  | restart            | 1.106.0 | 1.94.1 | vectors   | 0.1.11    | 0.2.0     | super   |         |             |         |      | start-up.md#pgvecto-rs
            starts   |                    | 1.107.0 |        | vectors   | 0.2.1     | 0.2.0     |         |         |             |         |      | start-up.md#steps no downgrade check yet
            starts   |                    | 1.111.0 |        | vectors   | 0.2.0     | -         |         |         |             |         |      | start-up.md#steps
            starts   |                    | 1.111.0 |        | vector    | 0.7.0     | 0.7.0     |         |         | pgvector    |         |      | releases.md#ranges
            blocked  | installed version  | 1.106.0 |        | vector    | 1.0.0     | 1.0.0     |         |         | pgvector    |         |      | releases.md#ranges now below 1
            starts   |                    | 1.106.0 |        | vector    | 0.7.0     | 1.0.0     | super   |         | pgvector    |         |      | start-up.md#steps ignored
            migrates | migrations         | 1.111.0 |        | vector    | 0.6.0     | 0.7.0     | super   |         | pgvector    | fresh   |      | start-up.md#rebuild REINDEX of what is not there is only logged
            blocked  | create             | 1.111.0 |        | vectors   | -         | 0.2.0     |         |         |             |         |      | start-up.md#steps
            blocked  | index view         | 1.111.0 |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         | unreadable pg_vector_index_stat | FailureMode.INDEX_VIEW_UNREADABLE
            migrates | migrations         | 1.111.0 | 1.106.0 | vectors  | 0.2.0     | 0.2.0     |         |         |             |         |      | start-up.md#steps an upgrade of Immich
            """;

    private static final String FROM_1_112 = """
            expected | rule               | immich  | last   | extension | installed | available | role    | preload | env         | indexes | also | why
            starts   |                    | 1.112.0 |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         |      | releases.md#ranges
            starts   |                    | 1.132.3 |        | vectors   | 0.3.0     | 0.3.0     |         |         |             |         |      | releases.md#ranges #11624
            blocked  | available version  | 1.112.0 |        | vectors   | 0.2.0     | 0.4.0     |         |         |             |         |      | immich-and-postgres.md#available-before-installed the package alone is enough
            blocked  | available version  | 1.132.3 |        | vectors   | 0.2.0     | 0.4.0     | super   |         |             |         |      | start-up.md#available-version nor does a superuser help
            starts   |                    | 1.120.0 |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         |      | privileges.md#without-a-superuser another backup, the same start
            blocked  | available version  | 1.117.0 |        | vectors   | 0.2.0     | -         |         |         |             |         |      | start-up.md#available the file is gone
            blocked  | nightly            | 1.112.0 |        | vectors   | 0.2.0     | 0.0.0     |         |         |             |         |      | start-up.md#nightly either
            blocked  | nightly            | 1.132.3 |        | vectors   | 0.0.0     | 0.2.0     | super   |         |             |         |      | start-up.md#nightly or
            blocked  | update             | 1.112.0 |        | vectors   | 0.2.0     | 0.2.1     |         |         |             |         |      | start-up.md#steps fatal now
            unknown  | library            | 1.132.3 |        | vectors   | 0.2.0     | 0.2.1     | super   |         |             |         |      | extensions.md#library-in-memory nobody can tell: restart Postgres first
            unknown  | restart            | 1.118.0 |        | vectors   | 0.2.0     | 0.3.0     | super   |         |             |         |      | start-up.md#update a minor wants a restart
            unknown  | restart            | 1.112.0 | 1.94.1 | vectors   | 0.1.11    | 0.2.1     | super   |         |             |         |      | start-up.md#pgvecto-rs
            blocked  | update             | 1.132.3 |        | vectors   | 0.2.0     | 0.2.1     | super   |         |             |         | no script vectors | catalogs.md#what-is-seen no update path
            blocked  | installed version  | 1.118.0 |        | vectors   | 0.4.0     | 0.3.0     |         |         |             |         |      | start-up.md#installed-version before the downgrade check
            blocked  | downgrade          | 1.118.0 |        | vectors   | 0.3.0     | 0.2.0     | super   |         |             |         |      | start-up.md#downgrade
            blocked  | create             | 1.132.3 |        | vectors   | -         | 0.2.0     |         |         |             |         |      | start-up.md#create-extension
            migrates | create             | 1.132.3 |        | vectors   | -         | 0.2.0     | super   |         |             | fresh   |      | start-up.md#create-extension
            blocked  | version            | 1.112.0 |        | vector    | 0.8       | 0.8       |         |         | pgvector    |         |      | releases.md#comparing-versions semver throws
            starts   |                    | 1.112.0 |        | vector    | 0.8.5     | 0.8.5     |         |         | pgvector    |         |      | releases.md#ranges
            blocked  | available version  | 1.132.3 |        | vector    | 0.8.5     | 0.9.0-rc.1 |        |         | pgvector    |         |      | releases.md#comparing-versions a pre-release satisfies no plain range
            blocked  | available version  | 1.132.3 |        | vector    | 0.4.4     | 0.4.4     |         |         | pgvector    |         |      | releases.md#ranges
            migrates | update             | 1.132.3 |        | vector    | 0.7.0     | 0.8.5     | super   |         | pgvector    |         |      | start-up.md#update
            blocked  | update             | 1.132.3 |        | vector    | 0.7.0     | 0.8.5     | super   |         | pgvector    | fresh   |      | start-up.md#update REINDEX of what is not there
            blocked  | update             | 1.118.0 |        | vector    | 0.7.0     | 0.8.5     | super   |         | pgvector    | no clip |      | start-up.md#update REINDEX of what is not there
            blocked  | update             | 1.118.0 |        | vector    | 0.7.0     | 0.8.5     |         |         | pgvector    |         |      | start-up.md#steps
            migrates | update             | 1.118.0 |        | vector    | 0.7.0     | 0.8.5     |         |         | pgvector    |         | trusted vector; owns vector | database.md#required-extensions some clouds patch it
            blocked  | update             | 1.118.0 |        | vector    | 0.7.0     | 0.8.5     |         |         | pgvector    |         | trusted vector | catalogs.md#what-is-seen must be owner of extension
            starts   |                    | 1.118.0 |        | vector    | 0.8.5     | 0.8.5     |         |         | pgvector    | absent  |      | start-up.md#rebuild the AM is not compared yet
            blocked  | available version  | 1.132.3 |        | vector    | 0.8.5     | 0.8.5     |         |         |             |         |      | start-up.md#steps the default is pgvecto.rs
            blocked  | vector extension   | 1.132.3 |        | vectors   | 0.2.0     | 0.2.0     |         |         | vectorchord |         |      | environment.md#advisory-locks
            blocked  | index view         | 1.112.0 |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         | unreadable pg_vector_index_stat | FailureMode.INDEX_VIEW_UNREADABLE
            migrates | index view         | 1.132.3 |        | vectors   | 0.2.0     | 0.2.0     |         |         |             | upgrade |      | start-up.md#rebuild
            blocked  | preload            | 1.132.3 |        | vectors   | 0.2.0     | 0.2.0     |         | no      |             |         |      | FailureMode.NOT_PRELOADED
            blocked  | preload            | 1.132.3 |        | vectors   | 0.2.0     | 0.2.1     | super   | no      |             |         |      | FailureMode.NOT_PRELOADED ALTER EXTENSION needs the library
            unknown  | preload            | 1.112.0 |        | vectors   | 0.2.0     | 0.2.0     |         | hidden  |             |         |      | immich-and-postgres.md#preload-is-hidden
            blocked  | Postgres version   | 1.132.3 |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         | server 13.22 | start-up.md#postgres-version
            starts   |                    | 1.133.0 |        | vchord    | 0.3.0     | 0.3.0     |         |         |             |         |      | releases.md#ranges
            blocked  | available version  | 1.133.0 |        | vchord    | 0.3.0     | 0.4.0     |         |         |             |         |      | releases.md#ranges #18420
            blocked  | available version  | 1.134.0 |        | vchord    | 0.3.0     | 0.4.3     | super   |         |             |         |      | releases.md#ranges
            blocked  | available version  | 1.134.0 |        | vchord    | 0.2.2     | 0.2.2     |         |         |             |         |      | releases.md#ranges
            starts   |                    | 1.133.0 |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         |      | immich-and-postgres.md#chosen-by-availability nothing better on disk
            starts   |                    | 1.133.0 |        | vector    | 0.8.5     | 0.8.5     |         |         |             |         |      | immich-and-postgres.md#chosen-by-availability
            blocked  | create             | 1.133.0 |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         | package vchord 0.3.0; package vector 0.8.5 | immich-and-postgres.md#chosen-by-availability a package dropped on the server
            blocked  | preload            | 1.133.0 |        | vectors   | 0.2.0     | 0.2.0     | super   |         |             |         | package vchord 0.3.0; package vector 0.8.5 | immich-and-postgres.md#chosen-by-availability not preloaded yet
            migrates | create             | 1.133.0 |        | vectors   | 0.2.0     | 0.2.0     | super   | both    |             |         | package vchord 0.3.0; package vector 0.8.5 | extensions.md#safe-order the automatic migration
            starts   |                    | 1.133.0 |        | vectors   | 0.2.0     | 0.2.0     |         |         | pgvecto.rs  |         | package vchord 0.3.0; package vector 0.8.5 | start-up.md#choose-extension unless the operator says so
            blocked  | create             | 1.133.0 |        | vectors   | -         | 0.2.0     | super   | both    |             |         | package vchord 0.3.0 | extensions.md#vectorchord vchord requires vector
            blocked  | create             | 1.133.0 |        | vectors   | -         | 0.2.0     | super   | both    |             |         | package vchord 0.3.0; package vector 0.6.2 | FailureMode.PGVECTOR_TOO_OLD halfvec is missing
            blocked  | vector extension   | 1.133.0 |        | vectors   | -         | -         | super   |         |             | fresh   |      | start-up.md#choose-extension none found
            blocked  | available version  | 1.133.0 |        | vectors   | 0.2.0     | 0.2.0     |         |         | vectorchord |         |      | start-up.md#available asked for, not there
            migrates | update             | 1.135.0 |        | vchord    | 0.3.0     | 0.4.3     | super   |         |             |         |      | start-up.md#update
            blocked  | update             | 1.135.0 |        | vchord    | 0.3.0     | 0.4.3     |         |         |             |         |      | FailureMode.UPDATE_NEEDS_A_SUPERUSER with the indexes intact
            blocked  | available version  | 1.135.0 |        | vchord    | 0.4.3     | 0.5.0     |         |         |             |         |      | releases.md#ranges #18588
            unknown  | restart            | 1.134.0 |        | vectors   | 0.2.0     | 0.3.0     | super   |         |             |         |      | start-up.md#update
            unknown  | library            | 1.134.0 |        | vectors   | 0.2.0     | 0.2.1     | super   |         |             |         |      | extensions.md#library-in-memory
            migrates | index              | 1.133.0 |        | vector    | 0.8.5     | 0.8.5     |         |         |             | absent  |      | start-up.md#rebuild since 1.133
            starts   |                    | 1.133.0 |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         | unreadable pg_vector_index_stat | start-up.md#rebuild the view is no longer read
            migrates | migrations         | 1.133.0 | 1.132.3 | vectors  | 0.2.0     | 0.2.0     |         |         |             |         |      | releases.md#ranges upgrade
            """;

    private static final String FROM_1_135_1 = """
            expected | rule               | immich  | last   | extension | installed | available | role    | preload | env         | indexes | also | why
            starts   |                    | 1.135.1 |        | vchord    | 0.4.2     | 0.4.2     |         |         |             |         |      | releases.md#ranges
            starts   |                    | 2.0.1   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         |      | releases.md#ranges
            starts   |                    | 2.0.1   |        | vchord    | 0.3.0     | 0.3.0     |         |         |             |         |      | releases.md#ranges the lower end
            blocked  | available version  | 2.0.1   |        | vchord    | 0.4.3     | 0.5.3     |         |         |             |         |      | releases.md#ranges #21602 came with 2.1
            starts   |                    | 2.1.0   |        | vchord    | 0.5.3     | 0.5.3     |         |         |             |         |      | releases.md#ranges
            starts   |                    | 2.4.1   |        | vchord    | 0.5.3     | 0.5.3     |         |         |             |         |      | releases.md#ranges
            starts   |                    | 2.2.0   |        | vchord    | 0.5.3     | 0.5.3     |         |         |             |         |      | releases.md#ranges
            blocked  | available version  | 2.2.3   |        | vchord    | 0.5.3     | 1.0.0     |         |         |             |         |      | releases.md#ranges
            blocked  | available version  | 2.3.0   |        | vchord    | 1.0.0     | 1.0.0     |         |         |             |         |      | releases.md#ranges
            starts   |                    | 2.5.0   |        | vchord    | 1.0.0     | 1.0.0     |         |         |             |         |      | releases.md#ranges #23845
            starts   |                    | 2.7.5   |        | vchord    | 1.1.1     | 1.1.1     |         |         |             |         |      | releases.md#ranges
            starts   |                    | 2.7.5   |        | vchord    | 1.2.0     | 1.2.0     |         |         |             |         |      | releases.md#comparing-versions a fork with higher numbers
            blocked  | available version  | 2.7.5   |        | vchord    | 0.5.0     | 0.5.0-alpha |       |         |             |         |      | releases.md#comparing-versions a pre-release
            blocked  | available version  | 2.7.5   |        | vchord    | 1.1.1     | 2.0.0     |         |         |             |         |      | releases.md#ranges
            blocked  | available version  | 2.7.5   |        | vchord    | 0.2.2     | 0.2.2     |         |         |             |         |      | releases.md#ranges
            blocked  | update             | 1.135.1 |        | vchord    | 0.4.1     | 0.4.2     |         |         |             |         |      | immich-and-postgres.md#most-destructive-drift FailureMode.UPDATE_NEEDS_A_SUPERUSER and the indexes are gone
            blocked  | update             | 2.7.5   |        | vchord    | 0.4.3     | 1.1.1     |         |         |             |         |      | immich-and-postgres.md#most-destructive-drift FailureMode.UPDATE_NEEDS_A_SUPERUSER
            blocked  | update             | 2.7.5   |        | vchord    | 0.4.3     | 1.1.1     |         |         |             |         | owns vchord | catalogs.md#what-is-seen owner, no superuser
            migrates | update             | 2.7.5   |        | vchord    | 0.4.3     | 1.1.1     |         |         |             |         | owns vchord; trusted vchord | privileges.md#without-a-superuser read at run time
            migrates | update             | 2.7.5   |        | vchord    | 0.4.3     | 1.1.1     | super   |         |             |         |      | start-up.md#update
            migrates | update             | 2.7.5   |        | vchord    | 0.2.2     | 1.1.1     | super   |         |             |         |      | start-up.md#update-extension an update is tried whatever is installed
            blocked  | update             | 2.7.5   |        | vchord    | 0.4.3     | 1.1.1     | super   |         |             |         | no script vchord | catalogs.md#what-is-seen
            blocked  | update             | 2.7.5   |        | vchord    | 0.4.3     | 1.1.1     | neither |         |             |         |      | start-up.md#update may not even drop them
            blocked  | preload            | 2.7.5   |        | vchord    | 0.4.3     | 1.1.1     | super   | no      |             |         |      | FailureMode.NOT_PRELOADED DROP INDEX needs the library
            unknown  | preload            | 2.7.5   |        | vchord    | 0.4.3     | 1.1.1     | super   | hidden  |             |         |      | immich-and-postgres.md#preload-is-hidden
            blocked  | update             | 2.7.5   |        | vchord    | 0.4.3     | 1.1.1     |         | hidden  |             |         |      | a certain block decides
            migrates | update             | 2.7.5   |        | vchord    | 0.4.3     | 1.1.1     | super   |         |             | stale   |      | start-up.md#update rebuilt by the update
            migrates | update             | 2.7.5   |        | vchord    | 0.4.3     | 1.1.1     | super   |         |             | fresh   |      | start-up.md#rebuild a table that is absent is skipped
            blocked  | installed version  | 2.7.5   |        | vchord    | 2.0.0     | 1.1.1     |         |         |             |         |      | start-up.md#installed-version
            blocked  | downgrade          | 2.7.5   |        | vchord    | 1.1.1     | 0.4.3     |         |         |             |         |      | start-up.md#downgrade
            blocked  | nightly            | 2.7.5   |        | vchord    | 0.0.0     | 1.1.1     |         |         |             |         |      | start-up.md#nightly
            blocked  | nightly            | 2.7.5   |        | vchord    | 0.4.3     | 0.0.0     | super   |         |             |         |      | start-up.md#nightly
            blocked  | version            | 2.7.5   |        | vchord    | 1.1       | 1.1.1     |         |         |             |         |      | releases.md#comparing-versions semver.eq throws
            blocked  | create             | 2.7.5   |        | vchord    | 0.4.3     | -         |         |         |             |         | missing vector | immich-and-postgres.md#chosen-by-availability falls to pgvector, which is not there
            migrates | index              | 2.7.5   |        | vchord    | 0.4.3     | -         |         |         |             |         |      | immich-and-postgres.md#chosen-by-availability FailureMode.SETTING_LEFT_IN_IMMICH falls to pgvector
            blocked  | available version  | 2.7.5   |        | vchord    | 0.4.3     | -         |         |         | vectorchord |         |      | start-up.md#available
            blocked  | create             | 2.7.5   |        | vchord    | -         | 0.4.3     |         |         |             | fresh   |      | FailureMode.AVAILABLE_VERSION_OUT_OF_RANGE
            blocked  | create             | 2.7.5   |        | vector    | 0.8.5     | 0.8.5     |         |         |             |         | package vchord 1.1.1 | immich-and-postgres.md#chosen-by-availability pgvector in use, vchord dropped in
            starts   |                    | 2.7.5   |        | vector    | 0.8.5     | 0.8.5     |         |         | pgvector    |         | package vchord 1.1.1 | start-up.md#choose-extension
            blocked  | create             | 2.7.5   |        | vectors   | 0.2.0     | 0.2.0     |         | both    |             |         | package vchord 1.1.1; package vector 0.8.5 | immich-and-postgres.md#chosen-by-availability pgvecto.rs in use, no superuser
            migrates | create             | 2.7.5   |        | vchord    | -         | 0.4.3     | super   |         |             | fresh   |      | start-up.md#create-extension
            blocked  | preload            | 2.7.5   |        | vchord    | -         | 0.4.3     | super   | no      |             | fresh   |      | extensions.md#vectorchord
            unknown  | preload            | 2.7.5   |        | vchord    | -         | 0.4.3     | super   | hidden  |             | fresh   |      | immich-and-postgres.md#preload-is-hidden
            migrates | create             | 2.7.5   |        | vchord    | -         | 0.4.3     |         |         |             | fresh   | trusted vchord | privileges.md#without-a-superuser
            blocked  | create             | 2.7.5   |        | vchord    | -         | 0.4.3     |         |         |             | fresh   | trusted vchord; foreign database | start-up.md#create-extension ALTER DATABASE follows
            blocked  | create             | 2.7.5   |        | vchord    | -         | 0.4.3     |         |         |             | fresh   | trusted vchord; missing vector | privileges.md#without-a-superuser CASCADE is no way round
            blocked  | preload            | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         | no      |             |         |      | FailureMode.NOT_PRELOADED
            blocked  | preload            | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         | no      |             | fresh   |      | FailureMode.NOT_PRELOADED the migrations create the indexes
            unknown  | preload            | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         | hidden  |             |         |      | immich-and-postgres.md#preload-is-hidden
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         | proven  |             |         |      | immich-and-postgres.md#preload-is-hidden
            migrates | index              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | absent  |      | immich-and-postgres.md#reindex-cannot-help what the destructive update leaves
            migrates | index              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | no clip |      | start-up.md#rebuild
            migrates | index              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | hnsw    |      | start-up.md#rebuild another access method
            migrates | index              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | lists 1 of 200000 | | FailureMode.LISTS_OUTGROWN
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | lists 256 of 200000 | | start-up.md#rebuild as it should be
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | lists 1 of 127999 | | start-up.md#rebuild below the boundary
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | lists 256 of 110000 | | start-up.md#rebuild the slack of 1.2
            migrates | index              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | lists 256 of 100000 | | start-up.md#rebuild beyond the slack
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | lists 1 of -1 | | start-up.md#rebuild never analyzed: nobody can tell
            unknown  | prewarm            | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | stale   |      | immich-and-postgres.md#row-ages
            starts   |                    | 1.133.0 |        | vchord    | 0.3.0     | 0.3.0     |         |         |             | stale   |      | extensions.md#formats nothing that Immich can have used is older
            starts   |                    | 2.7.5   |        | vector    | 0.8.5     | 0.8.5     |         |         |             | stale   |      | start-up.md#prewarm only VectorChord is loaded
            blocked  | index              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     | neither |         |             | absent  |      | start-up.md#rebuild needs the table's owner
            starts   | public schema      | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     | neither |         |             |         |      | FailureMode.PUBLIC_NOT_CREATABLE at the next migration
            blocked  | public schema      | 2.7.5   | 2.7.4  | vchord    | 0.4.3     | 0.4.3     | neither |         |             |         |      | FailureMode.PUBLIC_NOT_CREATABLE
            migrates | other extensions   | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     | super   |         |             |         | also vectors 0.2.0 | start-up.md#drop-others
            starts   | other extensions   | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | also vectors 0.2.0 | FailureMode.EXTENSION_LEFT_OVER
            migrates | other extensions   | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | also vectors 0.2.0; owns vectors | privileges.md#without-a-superuser an owner may drop
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     | super   |         |             |         | also vectors 0.2.0; no package vectors | start-up.md#available Immich does not see it
            migrates | index              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     | super   |         | pgvector    |         |      | FailureMode.SETTING_LEFT_IN_IMMICH flips back, and drops vchord
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | package vector 0.8.5 | immich-and-postgres.md#pgvector-is-never-checked nobody looks at pgvector
            starts   |                    | 2.7.5   |        | vector    | 0.8.5     | 0.8.5     |         |         |             |         |      | releases.md#ranges
            blocked  | available version  | 2.7.5   |        | vector    | 0.8.5     | 1.0.0     |         |         |             |         |      | releases.md#ranges
            blocked  | update             | 2.7.5   |        | vector    | 0.7.4     | 0.8.5     |         |         |             |         |      | immich-and-postgres.md#most-destructive-drift
            blocked  | update             | 2.7.5   |        | vector    | 0.7.4     | 0.8.5     |         |         |             | absent  |      | start-up.md#update nothing to drop
            starts   |                    | 2.7.5   |        | vectors   | 0.3.0     | 0.3.0     |         |         |             |         |      | releases.md#ranges deprecated, still works
            blocked  | available version  | 2.7.5   |        | vectors   | 0.3.0     | 0.4.0     |         |         |             |         |      | releases.md#ranges
            unknown  | restart            | 2.7.5   |        | vectors   | 0.2.1     | 0.3.0     | super   |         |             |         |      | start-up.md#update dropped first, rebuilt after a restart
            unknown  | library            | 2.7.5   |        | vectors   | 0.2.0     | 0.2.1     | super   |         |             |         |      | extensions.md#library-in-memory
            blocked  | update             | 2.7.5   |        | vectors   | 0.2.1     | 0.3.0     |         |         |             |         |      | immich-and-postgres.md#most-destructive-drift
            migrates | migrations         | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | fresh   |      | start-up.md#rebuild index checks skip what is not there
            blocked  | Postgres version   | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | server 13.22 | start-up.md#postgres-version
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | server 14.0 | releases.md#comparing-versions
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | server 19.0 | releases.md#documented-ranges documented is not enforced
            unknown  | read-only          | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     | super   |         |             |         | standby | FailureMode.READ_ONLY stops at the first write, should there be any (#20538)
            blocked  | read-only          | 2.7.5   | 2.7.4  | vchord    | 0.4.3     | 0.4.3     | super   |         |             |         | standby | FailureMode.READ_ONLY there are migrations
            unknown  | read-only          | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | read-only | FailureMode.READ_ONLY
            blocked  | read-only          | 2.7.5   | 2.7.4  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | read-only | FailureMode.READ_ONLY there are migrations
            blocked  | read-only          | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | fresh   | read-only | FailureMode.READ_ONLY there is everything to write
            blocked  | preload            | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         | no      |             |         | read-only | what surely stops it decides
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | read-write; read-only server | the nearest setting rules
            blocked  | login              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | role absent | FailureMode.LOGIN_REFUSED
            blocked  | login              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | role nologin | FailureMode.LOGIN_REFUSED
            blocked  | login              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | no connect | FailureMode.LOGIN_REFUSED
            blocked  | login              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | superuser; role expired | FailureMode.LOGIN_REFUSED holds for superusers, too
            blocked  | login              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | role limited | FailureMode.LOGIN_REFUSED
            blocked  | login              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | closed database | FailureMode.LOGIN_REFUSED
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | superuser; role limited; closed database | limits do not hold for superusers
            blocked  | required extensions | 2.7.5  |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | fresh   | missing earthdistance | database.md#required-extensions not trusted
            migrates | required extensions | 2.7.5  |        | vchord    | 0.4.3     | 0.4.3     | super   |         |             | fresh   | missing earthdistance | database.md#required-extensions
            migrates | required extensions | 2.7.5  |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | fresh   | missing pg_trgm | database.md#required-extensions trusted
            blocked  | required extensions | 2.7.5  |        | vchord    | 0.4.3     | 0.4.3     | super   |         |             | fresh   | without unaccent | database.md#required-extensions contrib is not installed
            starts   | required extensions | 2.7.5  |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | missing earthdistance | start-up.md#steps nobody looks after the first migration
            starts   | required extensions | 2.7.5  |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | schema of cube | database.md#vector-tables at the next migration
            blocked  | required extensions | 2.7.5  | 2.5.6  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | schema of cube | database.md#vector-tables
            migrates | migrations | 2.7.5  | 2.7.4  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | schema of cube | database.md#vector-tables no migration names it
            unknown  | required extensions | 3.3.0  | 3.2.4  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | schema of cube | database.md#vector-tables one writes to what has an index that uses it
            blocked  | required extensions | 3.0.0  | 2.7.5  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | missing uuid-ossp | database.md#required-extensions new tables
            migrates | migrations | 2.7.5  | 2.6.0  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | missing uuid-ossp | database.md#required-extensions no new table
            blocked  | public schema      | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | no public | nothing is found
            blocked  | public schema      | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | no usage public | FailureMode.PUBLIC_NOT_CREATABLE also caught as the vector's schema
            starts   | ownership          | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | foreign version_history | FailureMode.FOREIGN_OWNER at the next migration
            migrates | migrations         | 2.7.5   | 2.6.0  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | foreign version_history | FailureMode.FOREIGN_OWNER that it is written to can be granted
            blocked  | version history    | 2.7.5   | 2.6.0  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | foreign version_history; unwritable version_history | FailureMode.FOREIGN_OWNER
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | unwritable version_history | FailureMode.FOREIGN_OWNER nothing is written
            blocked  | ownership          | 1.136.0 | 1.135.3 | vchord   | 0.4.3     | 0.4.3     |         |         |             |         | foreign version_history | FailureMode.FOREIGN_OWNER its key gets another name
            blocked  | ownership          | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | unreadable kysely_migrations | FailureMode.FOREIGN_OWNER read on every start
            blocked  | search_path        | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | path vectors | Immich names its tables without a schema
            blocked  | search_path        | 2.7.5   | -      | vchord    | 0.4.3     | 0.4.3     |         |         |             | fresh   | path vectors | nor has it a schema to create them in
            blocked  | ownership          | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | unreadable version_history | database.md#version-history read on every start
            blocked  | ownership          | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | unreadable kysely_migrations_lock | Kysely looks for its row on every start
            blocked  | index              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | unreadable smart_search | start-up.md#rebuild the rows are counted
            starts   | ownership          | 2.7.5   |        | vector    | 0.8.5     | 0.8.5     |         |         |             |         | unreadable smart_search | start-up.md#rebuild for VectorChord alone
            blocked  | prewarm            | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | schema of vchord | start-up.md#prewarm vchordrq_prewarm is not found
            starts   | search_path        | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | schema of vector | start-up.md#rebuild nothing to rebuild
            blocked  | index              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | absent  | schema of vector | start-up.md#rebuild type vector does not exist
            blocked  | update             | 2.7.5   |        | vchord    | 0.4.3     | 1.1.1     | super   |         |             |         | schema of vector | start-up.md#update the rebuild after the update fails
            migrates | index              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         | both    |             | no clip | also vectors 0.2.0; type smart_search vectors | FailureMode.COLUMN_LEFT_OVER a start goes on with the move
            blocked  | index              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         | both    |             | no clip | also vectors 0.2.0; type smart_search vectors; no package vectors | FailureMode.COLUMN_LEFT_OVER without its files nothing converts
            blocked  | index              | 3.0.0   |        | vchord    | 0.4.3     | 0.4.3     |         | yes     |             | no clip | also vectors 0.2.0; type smart_search vectors | FailureMode.COLUMN_LEFT_OVER its library is not preloaded
            unknown  | preload            | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         | proven  |             | no clip | also vectors 0.2.0; type smart_search vectors | FailureMode.COLUMN_LEFT_OVER nobody sees whether it is
            blocked  | index              | 2.7.5   |        | vectors   | 0.2.0     | 0.2.0     | super   |         |             |         | also vector 0.8.5; also vchord 1.1.1; no package vectors; preloaded vchord | FailureMode.COLUMN_LEFT_OVER purged before the move
            starts   |                    | 2.7.5   |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         | public vectors | FailureMode.VECTORS_IN_OTHER_SCHEMA nothing names its schema yet
            blocked  | index              | 2.7.5   |        | vectors   | 0.2.0     | 0.2.0     |         |         |             | no clip | public vectors | FailureMode.VECTORS_IN_OTHER_SCHEMA a rebuild names vectors.vector
            blocked  | create             | 2.7.5   |        | vectors   | 0.2.0     | 0.2.0     | super   | both    |             |         | public vectors; package vchord 1.1.1; package vector 0.8.5 | FailureMode.VECTORS_IN_OTHER_SCHEMA type vector exists
            starts   |                    | 1.118.2 |        | vectors   | 0.2.0     | 0.2.0     |         |         |             | no clip | public vectors | FailureMode.VECTORS_IN_OTHER_SCHEMA nobody rebuilds before 1.133
            blocked  | index              | 2.7.5   |        | vectors   | 0.2.0     | 0.2.0     |         |         |             | absent  | path public | start-up.md#rebuild type and operator class are in vectors
            starts   | ownership          | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | leftover migrations; unreadable migrations | FailureMode.UPGRADE_PATH not read since 1.137
            blocked  | ownership          | 1.136.0 |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         | unreadable migrations | FailureMode.FOREIGN_OWNER but before
            blocked  | upgrade path       | 1.137.0 | 1.131.3 | vectors  | 0.2.0     | 0.2.0     |         |         |             |         |      | FailureMode.UPGRADE_PATH
            blocked  | upgrade path       | 2.7.5   | 1.118.2 | vectors  | 0.2.0     | 0.2.0     |         |         |             |         |      | FailureMode.UPGRADE_PATH
            blocked  | available version  | 2.7.5   | 1.118.2 | vectors  | 0.2.0     | 0.4.0     |         |         |             |         |      | start-up.md#steps the extension comes before the migrations
            migrates | migrations         | 1.136.0 | 1.131.3 | vectors  | 0.2.0     | 0.2.0     |         |         |             |         |      | FailureMode.UPGRADE_PATH the way round
            migrates | migrations         | 1.137.0 | 1.132.3 | vectors  | 0.2.0     | 0.2.0     |         |         |             |         |      | FailureMode.UPGRADE_PATH from 1.132 it works
            blocked  | upgrade path       | 2.7.5   | -      | vectors   | 0.2.0     | 0.2.0     |         |         |             |         | typeorm only | FailureMode.UPGRADE_PATH the tables tell too
            starts   |                    | 2.7.5   | -      | vchord    | 0.4.3     | 0.4.3     |         |         |             |         |      | nothing is known against it
            starts   |                    | 2.7.4   | 2.7.5  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         |      | database.md#migrations an older patch that knows them all
            unknown  | upgrade path       | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | migrations hidden | immich-and-postgres.md#version-history-is-success a newer one may have crashed here
            unknown  | upgrade path       | 3.2.1   | 3.2.4  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | migrations hidden | database.md#migrations 3.2.4 itself has brought none
            blocked  | upgrade path       | 2.6.0   | 2.7.5  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | migrations hidden | FailureMode.DATABASE_NEWER_THAN_IMMICH version_history tells as well
            unknown  | upgrade path       | 3.3.1   | 3.9.0  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | migrations hidden | FailureMode.DATABASE_NEWER_THAN_IMMICH what 3.9.0 has nobody knows
            blocked  | upgrade path       | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | migrations without 1753104909784-AssetFaceUpdateIdAndAuditTable | FailureMode.MIGRATIONS_LOST a gap in the list
            blocked  | upgrade path       | 2.7.5   | 2.6.3  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | migrations without 1744910873969-InitialMigration | FailureMode.MIGRATIONS_LOST at its beginning
            unknown  | upgrade path       | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | migrations without 1775165531374-AddPersonNameTrigramIndex | FailureMode.MIGRATIONS_LOST at its end: it runs again
            blocked  | upgrade path       | 2.6.0   | 2.7.5  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         |      | FailureMode.DATABASE_NEWER_THAN_IMMICH an older Immich, and the migrations of the newer one
            blocked  | available version  | 1.134.0 | 2.7.5  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         |      | FailureMode.DATABASE_NEWER_THAN_IMMICH and it knows no such version
            blocked  | upgrade path       | 3.0.3   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | migrations 1784647658615-AddOAuthBearerTokenToSession | FailureMode.MIGRATION_UNKNOWN 3.1's
            blocked  | upgrade path       | 3.1.0   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | migrations 1787148183730-DeleteMismatchedMemoryAssets | FailureMode.MIGRATION_UNKNOWN 3.2's
            blocked  | upgrade path       | 3.2.4   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | migrations 1789419229196-ConvertUserOAuthIdEmptyStringToNull | FailureMode.MIGRATION_UNKNOWN 3.3's
            blocked  | upgrade path       | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | migrations 2100000000001-OfAFork | FailureMode.MIGRATION_UNKNOWN of a fork
            blocked  | upgrade path       | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | migrations 1750000000000-OfAFork | FailureMode.MIGRATION_UNKNOWN not the newest one
            blocked  | upgrade path       | 3.1.0   | 2.7.5  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | migrations 2100000000001-OfAFork | FailureMode.MIGRATION_UNKNOWN nor is it known after an upgrade
            unknown  | upgrade path       | 3.3.1   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | migrations 1799999999999-OfTomorrow | FailureMode.MIGRATION_UNKNOWN it may be a patch's own
            blocked  | migrations         | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | migrations none | FailureMode.MIGRATIONS_LOST
            blocked  | migrations         | 3.0.0   | 2.7.5  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | migrations none | FailureMode.MIGRATIONS_LOST before an upgrade
            blocked  | migrations         | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | lost kysely_migrations | FailureMode.MIGRATIONS_LOST the table itself
            migrates | migrations         | 2.7.5   | 2.0.1  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         |      | an ordinary upgrade
            blocked | index | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  | no clip | creatable-not public | FailureMode.REBUILD_NEEDS_CREATE_ON_PUBLIC
            blocked | index | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  | lists 4 of 10 | creatable-not public | FailureMode.REBUILD_NEEDS_CREATE_ON_PUBLIC whatever the reason
            starts | public schema | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  |  | creatable-not public | FailureMode.REBUILD_NEEDS_CREATE_ON_PUBLIC nothing is due
            blocked | index | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  | no clip | dependent INDEX clip_index_ccnew | FailureMode.OTHER_INDEX_ON_VECTORS
            blocked | update | 2.7.5 |  | vchord | 0.4.3 | 1.1.1 | super |  |  |  | dependent INDEX mine | FailureMode.OTHER_INDEX_ON_VECTORS both are gone by then
            starts |  | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  |  | dependent INDEX mine | FailureMode.OTHER_INDEX_ON_VECTORS nothing is due
            migrates | index | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  | no clip | dependent INDEX clip_index | FailureMode.OTHER_INDEX_ON_VECTORS its own it drops
            blocked | index | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  | no clip | dependent VIEW x | FailureMode.REBUILD_OBSTRUCTED
            blocked | index | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  | no clip | dependent TRIGGER x | FailureMode.REBUILD_OBSTRUCTED
            blocked | index | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  | no clip | dependent POLICY x | FailureMode.REBUILD_OBSTRUCTED
            blocked | index | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  | no clip | dependent GENERATED_COLUMN x | FailureMode.REBUILD_OBSTRUCTED
            blocked | index | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  | no clip | dependent FUNCTION x | FailureMode.REBUILD_OBSTRUCTED
            blocked | index | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  | no clip | dependent PUBLICATION x | FailureMode.REBUILD_OBSTRUCTED
            unknown | index | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  | no clip | dependent CONSTRAINT x | FailureMode.REBUILD_OBSTRUCTED its expression decides
            migrates | index | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  | no clip | dependent CONSTRAINT dim_size_constraint | FailureMode.REBUILD_OBSTRUCTED Immich's own
            blocked | prewarm | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  |  | denied vchord vchordrq_prewarm | FailureMode.FUNCTION_NOT_EXECUTABLE
            starts |  | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  |  | denied uuid-ossp uuid_generate_v4 | FailureMode.FUNCTION_NOT_EXECUTABLE not called when nothing is new
            blocked | version history | 2.7.5 | 2.6.0 | vchord | 0.4.3 | 0.4.3 |  |  |  |  | denied uuid-ossp uuid_generate_v4 | FailureMode.FUNCTION_NOT_EXECUTABLE
            blocked | index | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  | no clip | denied vector vector_to_float4 | FailureMode.FUNCTION_NOT_EXECUTABLE a cast
            blocked | index | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  | no clip | denied vector vector | FailureMode.REBUILD_OBSTRUCTED no USAGE on the type
            blocked | public schema | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  | fresh | denied vector vector | FailureMode.REBUILD_OBSTRUCTED no USAGE on the type
            blocked | public schema | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  | fresh | before create immich | FailureMode.SCHEMA_BEFORE_PUBLIC
            migrates | migrations | 2.7.5 | 2.6.0 | vchord | 0.4.3 | 0.4.3 |  |  |  |  | before create immich | FailureMode.SCHEMA_BEFORE_PUBLIC new tables land there
            blocked | public schema | 2.7.5 | 2.6.0 | vchord | 0.4.3 | 0.4.3 |  |  |  |  | before usage immich | FailureMode.SCHEMA_BEFORE_PUBLIC permission denied for schema immich
            starts | public schema | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  |  | before create immich | FailureMode.SCHEMA_BEFORE_PUBLIC a warning
            starts |  | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  |  | before create immich; acts owner | FailureMode.SCHEMA_BEFORE_PUBLIC $user is another
            blocked | ownership | 3.0.0 | 2.7.5 | vchord | 0.4.3 | 0.4.3 |  |  |  |  | owned-by-other TABLE session | FailureMode.OBJECT_OF_OTHER_OWNER
            migrates | migrations | 2.7.5 | 2.6.0 | vchord | 0.4.3 | 0.4.3 |  |  |  |  | owned-by-other TABLE session | FailureMode.OBJECT_OF_OTHER_OWNER nothing changes it
            unknown | ownership | 2.7.5 | 2.6.0 | vchord | 0.4.3 | 0.4.3 |  |  |  |  | owned-by-other TABLE shared_link_asset | FailureMode.OBJECT_OF_OTHER_OWNER it is written to
            blocked | ownership | 3.0.0 | 2.7.5 | vchord | 0.4.3 | 0.4.3 |  |  |  |  | owned-by-other FUNCTION album_delete_audit() | FailureMode.OBJECT_OF_OTHER_OWNER
            migrates | migrations | 3.0.0 | 2.7.5 | vchord | 0.4.3 | 0.4.3 |  |  |  |  | owned-by-other FUNCTION updated_at() | FailureMode.OBJECT_OF_OTHER_OWNER who calls it needs not own it
            migrates | migrations | 3.0.0 | 2.7.5 | vchord | 0.4.3 | 0.4.3 |  |  |  |  | owned-by-other TYPE sourcetype | FailureMode.OBJECT_OF_OTHER_OWNER who uses it needs not own it
            starts | ownership | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  |  | owned-by-other TABLE session | FailureMode.OBJECT_OF_OTHER_OWNER nothing is due
            migrates | migrations | 2.7.5 | 2.6.0 | vchord | 0.4.3 | 0.4.3 |  |  |  |  | owned-by-other TABLE backup_log | FailureMode.OBJECT_OF_OTHER_OWNER somebody else's
            blocked | connections | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  |  | connections 2 | FailureMode.CONNECTION_LIMIT_TOO_LOW
            unknown | connections | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  |  | connections 3 | FailureMode.CONNECTION_LIMIT_TOO_LOW
            unknown | connections | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  |  | connections 5 | FailureMode.CONNECTION_LIMIT_TOO_LOW
            starts |  | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  |  | connections 6 | FailureMode.CONNECTION_LIMIT_TOO_LOW
            unknown | index | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  | no clip | set statement_timeout 1s | FailureMode.REBUILD_OBSTRUCTED 1000 rows
            unknown | index | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  | no clip | set statement_timeout 1e3 | FailureMode.REBUILD_OBSTRUCTED 1000 rows, typed in another way
            migrates | index | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  | no clip | set statement_timeout 1h | FailureMode.REBUILD_OBSTRUCTED long enough
            starts |  | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  |  | set statement_timeout 1s | FailureMode.REBUILD_OBSTRUCTED nothing is due
            blocked | index | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  | no clip | tablespace fast | FailureMode.REBUILD_OBSTRUCTED
            blocked | tablespace | 2.7.5 | 2.6.0 | vchord | 0.4.3 | 0.4.3 |  |  |  |  | tablespace fast | FailureMode.REBUILD_OBSTRUCTED
            unknown | event trigger | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  | no clip | event-trigger ddl_command_start | FailureMode.REBUILD_OBSTRUCTED
            unknown | event trigger | 2.7.5 | 2.6.0 | vchord | 0.4.3 | 0.4.3 |  |  |  |  | event-trigger ddl_command_end | FailureMode.REBUILD_OBSTRUCTED
            unknown | event trigger | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  |  | event-trigger login | FailureMode.REBUILD_OBSTRUCTED since Postgres 17
            starts |  | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  |  | event-trigger sql_drop | FailureMode.REBUILD_OBSTRUCTED nothing is due
            blocked | search_path | 2.7.5 | 2.6.0 | vchord | 0.4.3 | 0.4.3 |  |  |  |  | schema pg_trgm | FailureMode.EXTENSION_NOT_ON_PATH
            starts | search_path | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  |  | schema uuid-ossp | FailureMode.EXTENSION_NOT_ON_PATH nothing is due
            migrates | index | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  |  | copy hnsw backup | FailureMode.OBJECTS_TWICE at every start
            starts |  | 2.7.5 |  | vchord | 0.4.3 | 0.4.3 |  |  |  |  | copy vchordrq backup | FailureMode.OBJECTS_TWICE one that is as it should be
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | acts immich_owner | FailureMode.RIGHTS_OF_OTHER_ROLE the owner has all rights
            blocked  | update             | 2.7.5   |        | vchord    | 0.4.3     | 1.1.1     | super   |         |             |         | acts immich_owner | FailureMode.RIGHTS_OF_OTHER_ROLE a superuser that acts as another
            migrates | update             | 2.7.5   |        | vchord    | 0.4.3     | 1.1.1     |         |         |             |         | acts postgres super | FailureMode.RIGHTS_OF_OTHER_ROLE and the other way round
            unknown  | reading the database | 1.90.2 |       | vectors   | 0.1.11    | 0.1.11    |         |         |             |         |      | releases.md#ranges older than the table
            """;

    private static final String V3 = """
            expected | rule               | immich  | last   | extension | installed | available | role    | preload | env         | indexes | also | why
            starts   |                    | 3.0.0   |        | vchord    | 0.3.0     | 0.3.0     |         |         |             |         |      | releases.md#ranges lower end
            starts   |                    | 3.1.0   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         |      | releases.md#ranges
            starts   |                    | 3.2.0   |        | vchord    | 1.0.0     | 1.0.0     |         |         |             |         |      | releases.md#ranges
            starts   |                    | 3.3.0   |        | vchord    | 1.1.1     | 1.1.1     |         |         |             |         |      | releases.md#ranges
            starts   |                    | 3.3.0   |        | vector    | 0.8.5     | 0.8.5     |         |         |             |         |      | releases.md#ranges
            unknown  | release            | 4.0.0   |        | vchord    | 1.1.1     | 1.1.1     |         |         |             |         |      | start-up.md#beyond-the-table another major
            unknown  | release            | 9.9.9   | 2.7.5  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         |      | start-up.md#beyond-the-table issue 14
            unknown  | release            | 4.0.0   | 2.7.5  | vectors   | 0.2.0     | 0.2.0     | super   |         |             |         |      | start-up.md#beyond-the-table also where 3.3 would be blocked
            unknown  | release            | 3.4.0   |        | vchord    | 1.1.1     | 1.1.1     |         |         |             |         |      | start-up.md#beyond-the-table a newer minor
            unknown  | release            | 3.4.0-rc.1 |     | vchord    | 1.1.1     | 1.1.1     |         |         |             |         |      | start-up.md#beyond-the-table and its pre-release
            unknown  | release            | 3.9.0   | 2.7.5  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         |      | start-up.md#beyond-the-table with migrations to run
            blocked  | login              | 9.9.9   |        | vchord    | 1.1.1     | 1.1.1     |         |         |             |         | role nologin | FailureMode.LOGIN_REFUSED stops every release
            blocked  | read-only          | 9.9.9   | 2.7.5  | vchord    | 1.1.1     | 1.1.1     |         |         |             |         | standby | FailureMode.READ_ONLY stops every release
            blocked  | vector extension   | 3.0.0   | 2.7.5  | vectors   | 0.2.0     | 0.2.0     | super   |         |             |         |      | releases.md#ranges pgvecto.rs was dropped
            blocked  | vector extension   | 3.0.0   | 2.7.5  | vectors   | 0.2.0     | 0.2.0     |         |         | pgvecto.rs  |         |      | releases.md#ranges the setting is rejected
            blocked  | vector extension   | 3.3.0   |        | vchord    | 1.1.1     | 1.1.1     |         |         | pgvecto.rs  |         |      | releases.md#ranges even where VectorChord is there
            migrates | create             | 3.0.0   | 2.7.5  | vectors   | 0.2.0     | 0.2.0     | super   | both    |             |         | library vchord 0.4.3; package vchord 0.4.3; package vector 0.8.5 | start-up.md#steps vchord > vector
            starts   |                    | 3.0.0   |        | vchord    | 0.4.3     | 0.4.3     | super   |         |             |         | also vectors 0.2.0 | start-up.md#steps a leftover stays
            blocked  | update             | 3.0.0   |        | vchord    | 0.4.3     | 1.1.1     |         |         |             |         |      | immich-and-postgres.md#most-destructive-drift FailureMode.UPDATE_NEEDS_A_SUPERUSER
            migrates | update             | 3.3.0   |        | vchord    | 0.4.3     | 1.1.1     | super   |         |             |         |      | start-up.md#update
            blocked  | available version  | 3.3.0   |        | vchord    | 1.1.1     | 2.0.0     |         |         |             |         |      | releases.md#ranges
            blocked  | downgrade          | 3.3.0   |        | vchord    | 1.1.1     | 1.0.0     |         |         |             |         |      | start-up.md#downgrade
            blocked  | preload            | 3.0.0   |        | vchord    | 1.1.1     | 1.1.1     |         | no      |             |         |      | FailureMode.NOT_PRELOADED
            unknown  | preload            | 3.3.0   |        | vchord    | 1.1.1     | 1.1.1     |         | hidden  |             |         |      | immich-and-postgres.md#preload-is-hidden
            unknown  | prewarm            | 3.3.0   |        | vchord    | 1.1.1     | 1.1.1     |         |         |             | stale   |      | immich-and-postgres.md#row-ages
            migrates | index              | 3.0.0   |        | vchord    | 1.1.1     | 1.1.1     |         |         |             | absent  |      | start-up.md#rebuild
            blocked  | known fault        | 1.135.1 | 1.135.0 | vchord   | 0.4.2     | 0.4.2     |         |         |             |         | prewarm_dim | FailureMode.KNOWN_BAD_RELEASE issue 14, row 18
            blocked  | known fault        | 1.135.2 | 1.134.0 | vchord   | 0.4.2     | 0.4.2     | super   |         |             |         | prewarm_dim; called photos | FailureMode.KNOWN_BAD_RELEASE
            migrates | migrations         | 1.135.2 | 1.135.0 | vchord   | 0.4.2     | 0.4.2     | super   |         |             |         | prewarm_dim | FailureMode.KNOWN_BAD_RELEASE a superuser, and the name that it expects
            migrates | migrations         | 1.135.2 | 1.135.0 | vchord   | 0.4.2     | 0.4.2     |         |         |             |         |      | FailureMode.KNOWN_BAD_RELEASE nothing left over
            migrates | migrations         | 1.136.0 | 1.135.0 | vchord   | 0.4.2     | 0.4.2     |         |         |             |         | prewarm_dim | FailureMode.KNOWN_BAD_RELEASE mended
            blocked  | known fault        | 1.132.1 |        | vector    | -         | 0.8.5     | super   |         | pgvector    | fresh   |      | FailureMode.KNOWN_BAD_RELEASE issue 14, row 18: pgvecto.rs is not there
            unknown  | known fault        | 1.132.1 |        | vector    | -         | 0.8.5     | super   |         | pgvector    | fresh   | package vectors 0.2.0 | FailureMode.KNOWN_BAD_RELEASE it may be created
            migrates | create             | 1.131.3 |        | vector    | -         | 0.8.5     | super   |         | pgvector    | fresh   |      | FailureMode.KNOWN_BAD_RELEASE before
            blocked  | read-only          | 2.7.5   |        | vchord    | 0.4.3     | 1.1.1     |         |         |             |         | standby | FailureMode.UPDATE_ON_READ_ONLY issue 14, row 12
            blocked  | read-only          | 2.7.5   |        | vchord    | 0.4.3     | 1.1.1     | super   |         |             |         | read-only server | FailureMode.UPDATE_ON_READ_ONLY
            blocked  | read-only          | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | no clip | standby | FailureMode.READ_ONLY nor can it rebuild
            blocked  | read-only          | 2.7.5   |        | vchord    | -         | 0.4.3     | super   |         |             |         | standby | FailureMode.READ_ONLY nor create
            unknown  | read-only          | 1.105.1 |        | vectors   | 0.2.0     | 0.2.1     | super   |         |             |         | standby | FailureMode.UPDATE_ON_READ_ONLY before 1.112 a failed update is logged
            blocked  | available version  | 2.7.5   |        | vector    | 0.8.5     | 0.8.5     |         |         |             |         | versionless vchord | FailureMode.CONTROL_FILE_WITHOUT_VERSION issue 14, row 14
            blocked  | available version  | 3.1.0   |        | vchord    | 0.4.3     | -         | super   |         |             |         | versionless vchord | FailureMode.CONTROL_FILE_WITHOUT_VERSION of the installed one
            starts   |                    | 2.7.5   |        | vector    | 0.8.5     | 0.8.5     |         |         | pgvector    |         | versionless vchord | FailureMode.CONTROL_FILE_WITHOUT_VERSION not the one that is asked for
            blocked  | available version  | 1.132.3 |        | vectors   | 0.2.0     | -         |         |         |             |         | versionless vectors | FailureMode.CONTROL_FILE_WITHOUT_VERSION
            unknown  | index              | 1.123.0 |        | vectors   | 0.3.0     | 0.3.0     |         |         |             | stale   |      | FailureMode.PGVECTO_RS_INDEX_OUTDATED issue 14, row 16
            unknown  | index              | 2.7.5   |        | vectors   | 0.3.0     | 0.3.0     | super   |         |             | stale   |      | FailureMode.PGVECTO_RS_INDEX_OUTDATED
            starts   |                    | 1.94.1  |        | vectors   | 0.1.11    | 0.1.11    |         |         |             | stale   |      | start-up.md#eras no index is looked at before 1.95
            blocked  | create             | 2.7.5   |        | vchord    | -         | 1.1.1     | super   |         |             | fresh   | library vchord 0.4.3 | FailureMode.LIBRARY_OLDER_THAN_SQL its SQL asks for functions
            migrates | create             | 2.7.5   |        | vchord    | -         | 0.4.3     | super   |         |             | fresh   | library vchord 0.4.2 | FailureMode.LIBRARY_OLDER_THAN_SQL of one line
            unknown  | library            | 2.7.5   |        | vchord    | -         | 1.1.0     | super   |         |             | fresh   |  | extensions.md#library-in-memory issue 14, row 1: a new database, and 1.0 has the same settings
            unknown  | library            | 3.3.0   |        | vchord    | -         | 1.1.1     | super   |         |             | fresh   |  | extensions.md#library-in-memory 1.1.0 has the same settings
            unknown  | library            | 2.7.5   |        | vchord    | -         | 1.0.0     | super   |         |             | fresh   |  | extensions.md#library-in-memory 0.5 would build indexes of its own format
            unknown  | library            | 3.3.0   |        | vchord    | -         | 1.2.0     | super   |         |             | fresh   |  | extensions.md#library-in-memory nobody has looked at its functions
            migrates | create             | 2.7.5   |        | vchord    | -         | 0.5.3     | super   |         |             | fresh   |  | extensions.md#library-in-memory all from 0.5.0 on are alike
            migrates | create             | 2.7.5   |        | vchord    | -         | 0.4.3     | super   |         |             | fresh   |  | extensions.md#library-in-memory likewise from 0.4.0 on
            migrates | create             | 2.7.5   |        | vchord    | -         | 0.3.0     | super   |         |             | fresh   | library vchord 0.3.0 | extensions.md#library-in-memory none before it
            unknown  | library            | 2.7.5   |        | vchord    | -         | 0.4.3     | super   |         |             | fresh   | unmarked | extensions.md#library-in-memory neither of 0.3 nor of 0.4 is anything there
            migrates | create             | 2.7.5   |        | vchord    | -         | 1.1.1     | super   |         |             | fresh   | module vchord 1.1.1 | extensions.md#library-in-memory Postgres 18 says so
            blocked  | create             | 2.7.5   |        | vchord    | -         | 1.1.0     | super   |         |             | fresh   | module vchord 1.0.0 | extensions.md#library-in-memory Postgres 18 says so
            unknown  | index              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | no clip | hides statement_timeout | FailureMode.REBUILD_OBSTRUCTED issue 14: the login's own timeout hides the server's
            unknown  | index              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.4     | super   |         |             |         | hides lock_timeout | FailureMode.REBUILD_OBSTRUCTED likewise in an update
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | hides statement_timeout | FailureMode.REBUILD_OBSTRUCTED no rebuild is due
            migrates | index              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | no clip | hides lock_timeout; set lock_timeout 0 | FailureMode.REBUILD_OBSTRUCTED a nearer one decides
            unknown  | index              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | no clip | leftover clip_index | start-up.md#rebuild issue 14: a table has the name of the index
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | leftover clip_index | start-up.md#rebuild the index is there all the same
            migrates | index              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     | super   |         |             | no clip | columnless smart_search | start-up.md#rebuild issue 14: Immich empties the table and adds the column
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | guard REQUIRED_COLUMN version_history id INSERT no | FailureMode.INSERT_REFUSED nothing is inserted at a restart
            blocked  | version history    | 2.7.5   | 2.6.0  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | guard REQUIRED_COLUMN version_history id INSERT no | FailureMode.INSERT_REFUSED the default went with its function
            blocked  | version history    | 2.7.5   | 2.6.0  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | guard REQUIRED_COLUMN kysely_migrations who INSERT no | FailureMode.INSERT_REFUSED
            blocked  | version history    | 2.7.5   | 2.6.0  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | guard GENERATED_COLUMN version_history version INSERT no | FailureMode.INSERT_REFUSED
            blocked  | version history    | 2.7.5   | 2.6.0  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | guard RULE version_history nothing INSERT no | FailureMode.INSERT_REFUSED no row is returned
            migrates | migrations         | 2.7.5   | 2.6.0  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | guard RULE kysely_migrations nothing INSERT no | FailureMode.INSERT_REFUSED only the start after that stops
            unknown  | version history    | 2.7.5   | 2.6.0  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | guard RULE version_history also INSERT perhaps | FailureMode.INSERT_REFUSED
            unknown  | version history    | 2.7.5   | 2.6.0  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | guard TRIGGER version_history audit INSERT perhaps | FailureMode.TRIGGER_IN_THE_WAY depends on what it does
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | guard TRIGGER version_history audit INSERT perhaps | FailureMode.TRIGGER_IN_THE_WAY not at a restart
            blocked  | version history    | 2.7.5   | 2.6.0  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | guard TRIGGER version_history audit INSERT perhaps; guard REQUIRED_COLUMN version_history id INSERT no | FailureMode.INSERT_REFUSED what is certain counts
            unknown  | version history    | 2.7.5   | 2.6.0  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | guard CONSTRAINT kysely_migrations short INSERT perhaps | FailureMode.INSERT_REFUSED
            unknown  | version history    | 2.7.5   | 2.6.0  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | guard DOMAIN version_history version INSERT perhaps | FailureMode.INSERT_REFUSED
            unknown  | version history    | 2.7.5   | 2.6.0  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | guard OTHER_RELATION version_history - INSERT perhaps | FailureMode.INSERT_REFUSED a view
            blocked  | version history    | 2.7.5   | 2.6.0  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | guard OTHER_RELATION version_history - INSERT no | FailureMode.INSERT_REFUSED a materialized view
            unknown  | lock row           | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | guard REQUIRED_COLUMN kysely_migrations_lock who INSERT no | FailureMode.INSERT_REFUSED whether its row is there no catalog tells
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | guard TRIGGER kysely_migrations_lock audit INSERT perhaps | FailureMode.INSERT_REFUSED it is there as a rule
            unknown  | ownership          | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | unwritable kysely_migrations_lock | FailureMode.INSERT_REFUSED
            unknown  | system metadata    | 2.7.5   | 2.6.0  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | leftover system_metadata; guard RULE system_metadata also UPDATE perhaps | FailureMode.INSERT_REFUSED ON CONFLICT and rules exclude each other
            unknown  | system metadata    | 2.7.5   | 2.6.0  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | leftover system_metadata; unwritable system_metadata | FailureMode.INSERT_REFUSED
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | leftover system_metadata; guard RULE system_metadata also UPDATE perhaps | FailureMode.INSERT_REFUSED not at a restart
            unknown  | system metadata    | 1.137.3 |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | leftover system_metadata; guard RULE system_metadata also UPDATE perhaps | FailureMode.INSERT_REFUSED 1.137 wrote at each start
            blocked  | ownership          | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | revoked version_history | FailureMode.INSERT_REFUSED an owner without rights
            blocked  | ownership          | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | leftover system_metadata; revoked system_metadata | FailureMode.INSERT_REFUSED settings are read at each start
            blocked  | row security       | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | guard ROW_SECURITY kysely_migrations - - perhaps | FailureMode.ROWS_HIDDEN
            blocked  | row security       | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | guard ROW_SECURITY kysely_migrations_lock - - perhaps | FailureMode.ROWS_HIDDEN
            blocked  | row security       | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | guard ROW_SECURITY version_history - - perhaps | FailureMode.ROWS_HIDDEN
            blocked  | row security       | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | leftover system_metadata; guard ROW_SECURITY system_metadata - - perhaps | FailureMode.ROWS_HIDDEN
            blocked  | row security       | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | guard ROW_SECURITY version_history - - perhaps; guard RESTRICTIVE_POLICY version_history a SELECT no; guard PERMISSIVE_POLICY version_history b SELECT yes | FailureMode.ROWS_HIDDEN restricted
            unknown  | row security       | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | guard ROW_SECURITY version_history - - perhaps; guard PERMISSIVE_POLICY version_history b SELECT perhaps | FailureMode.ROWS_HIDDEN depends on the expression
            unknown  | row security       | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | guard ROW_SECURITY version_history - - perhaps; guard PERMISSIVE_POLICY version_history b SELECT yes; guard RESTRICTIVE_POLICY version_history a SELECT perhaps | FailureMode.ROWS_HIDDEN depends on the expression
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | guard ROW_SECURITY version_history - - perhaps; guard PERMISSIVE_POLICY version_history b SELECT yes; guard RESTRICTIVE_POLICY version_history a SELECT yes | FailureMode.ROWS_HIDDEN it hides nothing
            blocked  | version history    | 2.7.5   | 2.6.0  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | guard ROW_SECURITY version_history - - perhaps; guard PERMISSIVE_POLICY version_history b SELECT yes | FailureMode.ROWS_HIDDEN no policy for the insertion
            migrates | migrations         | 2.7.5   | 2.6.0  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | guard ROW_SECURITY version_history - - perhaps; guard PERMISSIVE_POLICY version_history b SELECT yes; guard PERMISSIVE_POLICY version_history b INSERT yes | FailureMode.ROWS_HIDDEN it refuses nothing
            blocked  | row security       | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | set row_security off; guard ROW_SECURITY version_history - - perhaps; guard PERMISSIVE_POLICY version_history b SELECT yes | FailureMode.ROWS_HIDDEN an error instead
            blocked  | row security       | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | set row_security false; guard ROW_SECURITY version_history - - perhaps; guard PERMISSIVE_POLICY version_history b SELECT yes | FailureMode.ROWS_HIDDEN an error instead, typed in another way
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | set row_security off | FailureMode.ROWS_HIDDEN nothing to refuse
            starts   | row security       | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | guard ROW_SECURITY asset - - perhaps | FailureMode.ROWS_HIDDEN an empty library
            unknown  | row security       | 2.7.5   | 2.6.0  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | guard ROW_SECURITY asset - - perhaps | FailureMode.ROWS_HIDDEN migrations see no rows
            unknown  | row security       | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | set row_security off; guard ROW_SECURITY asset - - perhaps | FailureMode.ROWS_HIDDEN an error instead
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | guard ROW_SECURITY my_notes - - perhaps | FailureMode.ROWS_HIDDEN not Immich's
            starts   | required extensions | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | lacks uuid-ossp FUNCTION uuid_generate_v4 | FailureMode.MEMBER_MISSING only migrations name it
            blocked  | required extensions | 3.0.0   | 2.7.5  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | lacks uuid-ossp FUNCTION uuid_generate_v4 | FailureMode.MEMBER_MISSING
            blocked  | required extensions | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | fresh   | lacks uuid-ossp FUNCTION uuid_generate_v4 | FailureMode.MEMBER_MISSING
            blocked  | prewarm            | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | lacks vchord FUNCTION vchordrq_prewarm | FailureMode.MEMBER_MISSING
            blocked  | index              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | no clip | lacks vchord OPERATOR_CLASS vector_cosine_ops | FailureMode.MEMBER_MISSING the index went with it
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | lacks vector OPERATOR_CLASS vector_cosine_ops | FailureMode.MEMBER_MISSING that of hnsw
            blocked  | index              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | no clip | lacks vector CAST real[]_AS_vector | FailureMode.MEMBER_MISSING
            blocked  | index              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | no clip | lacks vector CAST vector_AS_real[] | FailureMode.MEMBER_MISSING
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | lacks vector CAST vector_AS_real[] | FailureMode.MEMBER_MISSING nothing is converted
            unknown  | index              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | no clip | undimensioned smart_search | start-up.md#rebuild 512 or not
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | undimensioned smart_search | start-up.md#rebuild nothing is converted
            migrates | index              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | absent  | undimensioned face_search | start-up.md#rebuild faces always have 512
            blocked  | language           | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | fresh   | mute plpgsql | FailureMode.LANGUAGE_UNUSABLE
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | mute plpgsql | FailureMode.LANGUAGE_UNUSABLE nothing is created
            blocked  | language           | 3.2.0   | 2.7.5  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | mute plpgsql | FailureMode.LANGUAGE_UNUSABLE
            unknown  | language           | 3.2.0   | 2.7.5  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | mute sql | FailureMode.LANGUAGE_UNUSABLE which one is in SQL the ledger does not say
            blocked  | catalogs           | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | catalog pg_advisory_lock() | FailureMode.CATALOG_DENIED
            unknown  | catalogs           | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | catalog information_schema.columns | FailureMode.CATALOG_DENIED only a rebuild asks it
            unknown  | catalogs           | 1.120.0 |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         | catalog pg_catalog.pg_indexes | FailureMode.CATALOG_DENIED what older releases ask nobody has tried
            unknown  | login              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | set session_preload_libraries nothing_there | FailureMode.LOGIN_REFUSED if it is not there
            migrates | index              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | set quote_all_identifiers on | start-up.md#rebuild the name of the method is quoted
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | gone kysely_migrations_lock | start-up.md#steps Kysely creates it
            blocked  | public schema      | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | gone kysely_migrations_lock; creatable-not public | start-up.md#steps issue 14: Kysely cannot create it
            blocked  | update             | 2.7.5   |        | vchord    | 0.4.3     | 1.1.1     | super   |         |             |         | library vchord 0.4.3 | FailureMode.LIBRARY_OLDER_THAN_SQL issue 14, row 1: by its settings
            blocked  | update             | 2.7.5   |        | vchord    | 0.4.3     | 1.1.1     | super   |         |             |         | unmarked | FailureMode.LIBRARY_OLDER_THAN_SQL vchordg.* is absent
            blocked  | update             | 2.7.5   |        | vchord    | 0.4.3     | 1.1.1     | super   |         |             |         | module vchord 0.4.3 | FailureMode.LIBRARY_OLDER_THAN_SQL by Postgres 18
            migrates | update             | 2.7.5   |        | vchord    | 0.4.3     | 1.1.1     | super   |         |             |         | module vchord 1.1.1 | FailureMode.LIBRARY_OLDER_THAN_SQL restarted
            blocked  | update             | 2.7.5   |        | vchord    | 0.4.3     | 0.5.0     | super   |         |             |         | library vchord 0.4.3; server 14.24 | FailureMode.LIBRARY_OLDER_THAN_SQL
            blocked  | update             | 2.7.5   |        | vchord    | 0.3.0     | 1.0.0     | super   |         |             |         | library vchord 0.3.0 | FailureMode.LIBRARY_OLDER_THAN_SQL over several
            blocked  | update             | 3.1.0   |        | vchord    | 1.1.0     | 1.1.1     | super   |         |             |         | module vchord 1.1.0 | FailureMode.LIBRARY_OLDER_THAN_SQL within a format
            unknown  | library            | 3.1.0   |        | vchord    | 1.1.0     | 1.1.1     | super   |         |             |         |      | extensions.md#library-in-memory no setting parts them
            unknown  | library            | 3.1.0   |        | vchord    | 1.0.0     | 1.1.1     | super   |         |             |         |      | extensions.md#library-in-memory
            unknown  | library            | 2.7.5   |        | vchord    | 0.5.3     | 1.0.0     | super   |         |             |         |      | extensions.md#library-in-memory the old one would build the indexes
            migrates | update             | 2.7.5   |        | vchord    | 0.5.3     | 1.0.0     | super   |         |             |         | module vchord 0.5.3 | FailureMode.INDEX_BUILT_BY_OLD_LIBRARY it starts, and says so
            migrates | update             | 2.7.5   |        | vchord    | 0.5.3     | 1.0.0     | super   |         |             |         | module vchord 1.0.0 | FailureMode.INDEX_BUILT_BY_OLD_LIBRARY
            migrates | update             | 2.7.5   |        | vchord    | 0.3.0     | 0.4.3     | super   |         |             |         | library vchord 0.3.0 | FailureMode.INDEX_BUILT_BY_OLD_LIBRARY prewarm_dim is there
            migrates | update             | 2.7.5   |        | vchord    | 0.3.0     | 0.4.3     | super   |         |             |         |      | FailureMode.INDEX_BUILT_BY_OLD_LIBRARY restarted
            unknown  | library            | 2.7.5   |        | vchord    | 0.3.0     | 0.4.3     | super   |         |             |         | unmarked | extensions.md#library-in-memory
            migrates | update             | 2.7.5   |        | vchord    | 0.4.2     | 0.4.3     | super   |         |             |         | unmarked | extensions.md#formats whichever is loaded, nothing differs
            migrates | update             | 2.7.5   |        | vchord    | 0.5.0     | 0.5.3     | super   |         |             |         |      | extensions.md#formats
            unknown  | library            | 3.3.0   |        | vchord    | 1.1.1     | 1.2.0     | super   |         |             |         |      | FailureMode.FORK_KEEPS_THE_FORMAT nobody has looked at its functions
            blocked  | update             | 3.3.0   |        | vchord    | 0.4.3     | 1.2.0     | super   |         |             |         | library vchord 0.4.3 | FailureMode.LIBRARY_OLDER_THAN_SQL the fork, from far
            migrates | update             | 3.3.0   |        | vchord    | 1.1.1     | 1.2.0     | super   |         |             |         | module vchord 1.2.0 | FailureMode.FORK_KEEPS_THE_FORMAT
            blocked  | update             | 2.7.5   |        | vchord    | 0.4.3     | 1.1.1     |         |         |             |         | library vchord 0.4.3 | FailureMode.UPDATE_NEEDS_A_SUPERUSER comes first
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     | super   |         |             |         | unmarked | extensions.md#library-in-memory nothing is due
            blocked  | prewarm            | 2.7.5   |        | vchord    | 0.5.0     | 0.5.0     |         |         |             | stale   | updated vchord | extensions.md#formats any update to 0.5.0 crosses a format
            blocked  | prewarm            | 2.7.5   |        | vchord    | 0.4.0     | 0.4.0     |         |         |             | stale   | updated vchord | extensions.md#formats
            blocked  | prewarm            | 3.1.0   |        | vchord    | 1.1.0     | 1.1.0     |         |         |             | stale   | updated vchord | extensions.md#formats
            unknown  | prewarm            | 3.1.0   |        | vchord    | 1.1.1     | 1.1.1     |         |         |             | stale   | updated vchord | extensions.md#formats 1.1.0 has the same
            unknown  | prewarm            | 3.1.0   |        | vchord    | 1.2.0     | 1.2.0     |         |         |             | stale   | updated vchord | FailureMode.FORK_KEEPS_THE_FORMAT
            unknown  | prewarm            | 2.7.5   |        | vchord    | 1.0.0     | 1.0.0     |         |         |             | stale   | updated vchord | extensions.md#library-in-memory the old library may still read it
            blocked  | prewarm            | 2.7.5   |        | vchord    | 1.0.0     | 1.0.0     |         |         |             | stale   | updated vchord; module vchord 1.0.0 | extensions.md#formats
            unknown  | prewarm            | 2.7.5   |        | vchord    | 1.0.0     | 1.0.0     |         |         |             | stale   | updated vchord; module vchord 0.5.3 | extensions.md#formats built by 0.5, it works until the restart
            unknown  | prewarm            | 2.7.5   |        | vchord    | 1.0.0     | 1.0.0     |         |         |             |         | updated vchord | FailureMode.INDEX_BUILT_BY_OLD_LIBRARY issue 14, row 2: without memory and search
            starts   |                    | 2.7.5   |        | vchord    | 1.0.0     | 1.0.0     |         |         |             |         | updated vchord; search finds | FailureMode.INDEX_BUILT_BY_OLD_LIBRARY
            starts   |                    | 2.7.5   |        | vchord    | 1.0.0     | 1.0.0     |         |         |             |         | updated vchord; running | FailureMode.INDEX_BUILT_BY_OLD_LIBRARY Immich has loaded it
            starts   |                    | 2.7.5   |        | vchord    | 1.0.0     | 1.0.0     |         |         |             |         | updated vchord; autovacuumed | FailureMode.INDEX_BUILT_BY_OLD_LIBRARY
            starts   |                    | 2.7.5   |        | vchord    | 1.0.0     | 1.0.0     |         |         |             |         |      | FailureMode.INDEX_BUILT_BY_OLD_LIBRARY created, never updated
            starts   |                    | 3.1.0   |        | vchord    | 1.1.1     | 1.1.1     |         |         |             |         | updated vchord | extensions.md#library-in-memory the update had needed the new library
            migrates | create             | 3.3.0   |        | vchord    | -         | 1.1.1     | super   |         |             | fresh   | module vchord 1.1.1 | start-up.md#create-extension
            blocked  | create             | 3.3.0   |        | vchord    | -         | 1.1.1     |         |         |             | fresh   |      | FailureMode.AVAILABLE_VERSION_OUT_OF_RANGE
            migrates | migrations         | 3.3.0   | 2.7.5  | vchord    | 1.1.1     | 1.1.1     |         |         |             |         |      | an ordinary upgrade
            blocked  | upgrade path       | 3.1.0   | 1.120.2 | vchord   | 1.1.1     | 1.1.1     |         |         |             |         |      | FailureMode.UPGRADE_PATH
            blocked  | upgrade path       | 2.7.5   | 3.0.0  | vchord    | 1.1.1     | 1.1.1     |         |         |             |         |      | FailureMode.DATABASE_NEWER_THAN_IMMICH
            blocked  | upgrade path       | 2.7.5   | 3.1.0  | vchord    | 1.1.1     | 1.1.1     |         |         |             |         |      | FailureMode.DATABASE_NEWER_THAN_IMMICH the migrations say so
            starts   |                    | 3.3.0   |        | vchord    | 1.1.1     | 1.1.1     |         |         |             | stale   | search finds | catalogs.md#what-is-seen a search that works proves the format
            blocked  | prewarm            | 3.3.0   |        | vchord    | 1.1.1     | 1.1.1     |         |         |             | stale   | search outdated | FailureMode.INDEX_FORMAT_STALE a search that fails, too
            blocked  | prewarm            | 3.3.0   |        | vchord    | 1.1.1     | 1.1.1     |         |         |             |         | search outdated | FailureMode.INDEX_FORMAT_STALE also where the ages say nothing
            blocked  | index              | 3.3.0   |        | vector    | 0.8.5     | 0.8.5     |         |         |             |         | search unloadable | FailureMode.LIBRARY_FILES_GONE pg_get_indexdef loads the library
            blocked  | prewarm            | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | lost smart_search; lost face_search | FailureMode.TABLES_NOT_RESTORED
            blocked  | prewarm            | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | lost face_search | FailureMode.TABLES_NOT_RESTORED
            blocked  | Postgres version   | 3.0.0   |        | vchord    | 1.1.1     | 1.1.1     |         |         |             |         | server 13.22 | start-up.md#postgres-version
            """;

    private StartUpRows() {}

    public static List<StartUpRow> all() {
        return Stream.of(BEFORE_1_112, FROM_1_112, FROM_1_135_1, V3)
                .flatMap(table -> table.lines().skip(1))
                .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
                .map(StartUpRow::of)
                .toList();
    }
}
