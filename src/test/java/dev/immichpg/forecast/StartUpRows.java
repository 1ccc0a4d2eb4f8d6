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
            starts   |                    | 1.91.0  |        | vectors   | 0.1.11    | 0.1.11    |         |         |             |         |      | §1.2 any pgvecto.rs
            starts   |                    | 1.91.3  |        | vectors   | 0.3.0     | 0.3.0     |         |         |             |         |      | §1.2 any pgvecto.rs, even one from the future
            starts   |                    | 1.91.3  |        | vectors   | 0.0.0     | 0.0.0     |         |         |             |         |      | §1.3 a nightly is refused from 1.91.4 on
            starts   |                    | 1.91.0  |        | vectors   | 0.1.11    | 0.1.11    |         |         |             |         | server 13.22 | §1.2 Postgres' version is not looked at
            migrates | create             | 1.91.0  |        | vectors   | -         | 0.1.11    | super   |         |             | fresh   |      | §1.2 the migration creates it
            blocked  | create             | 1.91.3  |        | vectors   | -         | 0.1.11    |         |         |             | fresh   |      | §2 a mere owner may not
            blocked  | create             | 1.91.3  |        | vectors   | -         | -         | super   |         |             | fresh   |      | #1 not on the server
            blocked  | preload            | 1.91.0  |        | vectors   | 0.1.11    | 0.1.11    |         | no      |             |         |      | §10.7
            starts   |                    | 1.91.4  |        | vectors   | 0.1.1     | 0.1.1     |         |         |             |         |      | §1.2 one of two
            starts   |                    | 1.91.4  |        | vectors   | 0.1.11    | 0.1.11    |         |         |             |         |      | §1.2 the other
            blocked  | installed version  | 1.91.4  |        | vectors   | 0.1.5     | 0.1.5     |         |         |             |         |      | §1.2 nothing in between
            blocked  | installed version  | 1.91.4  |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         |      | §1.2
            blocked  | nightly            | 1.91.4  |        | vectors   | 0.0.0     | 0.0.0     |         |         |             |         |      | §1.3 in neither case supported
            starts   |                    | 1.91.4  |        | vectors   | 0.1.11    | 0.1.11    |         |         |             |         | server 12.20 | §1.2 no Postgres check before 1.92
            starts   |                    | 1.92.0  |        | vectors   | 0.1.1     | 0.1.1     |         |         |             |         |      | §1.2 lower end
            starts   |                    | 1.92.0  |        | vectors   | 0.1.5     | 0.1.5     |         |         |             |         |      | §1.2 a range now
            starts   |                    | 1.94.1  |        | vectors   | 0.1.11    | 0.1.11    |         |         |             |         |      | §1.2 upper end
            blocked  | installed version  | 1.92.0  |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         |      | §1.2 too new
            blocked  | installed version  | 1.94.1  |        | vectors   | 0.1.0     | 0.1.0     |         |         |             |         |      | §1.2 too old
            blocked  | nightly            | 1.94.1  |        | vectors   | 0.0.0     | 0.0.0     |         |         |             |         |      | §1.3
            blocked  | Postgres version   | 1.92.0  |        | vectors   | 0.1.11    | 0.1.11    |         |         |             |         | server 13.22 | §1.2 major at least 14
            starts   |                    | 1.94.1  |        | vectors   | 0.1.11    | 0.2.0     | super   |         |             |         |      | §1.3 never updates
            starts   |                    | 1.94.1  |        | vectors   | 0.1.11    | -         |         |         |             |         |      | §0.8 CREATE IF NOT EXISTS is a notice
            migrates | create             | 1.92.0  |        | vectors   | -         | 0.1.11    | super   |         |             | fresh   |      | §1.3 created on each start
            blocked  | installed version  | 1.94.1  |        | vectors   | -         | 0.2.0     | super   |         |             | fresh   |      | §1.3 created, then judged
            blocked  | create             | 1.94.1  |        | vectors   | -         | 0.1.11    |         |         |             |         |      | §2
            starts   |                    | 1.94.1  |        | vectors   | 0.1.11    | 0.1.11    |         |         | pgvector    |         |      | §1.8 nobody reads it before 1.95
            starts   |                    | 1.92.0  |        | vectors   | 0.1.11    | 0.1.11    |         |         |             | absent  |      | §1.3 no index check yet
            unknown  | preload            | 1.92.0  |        | vectors   | 0.1.11    | 0.1.11    |         | hidden  |             |         |      | §0.6
            starts   |                    | 1.95.0  |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         |      | §1.2 the minimum
            starts   |                    | 1.105.1 |        | vectors   | 0.4.0     | 0.4.0     |         |         |             |         |      | §1.2 the pin lets minors pass
            blocked  | installed version  | 1.105.1 |        | vectors   | 1.0.0     | 1.0.0     |         |         |             |         |      | §1.2 but no major
            blocked  | installed version  | 1.95.0  | 1.94.1 | vectors   | 0.1.11    | 0.1.11    |         |         |             |         |      | §1.2 too old, nothing newer on disk
            blocked  | installed version  | 1.95.0  | 1.94.1 | vectors   | 0.1.11    | 0.2.0     |         |         |             |         |      | §1.3 the update fails, the old one is too old
            unknown  | restart            | 1.95.0  | 1.94.1 | vectors   | 0.1.11    | 0.2.0     | super   |         |             |         |      | §1.6 updated, then wants a restart
            blocked  | nightly            | 1.95.0  |        | vectors   | 0.0.0     | 0.0.0     |         |         |             |         |      | §1.3
            starts   | update             | 1.95.0  |        | vectors   | 0.2.0     | 0.2.1     |         |         |             |         |      | §1.3 logged, goes on
            migrates | update             | 1.105.1 |        | vectors   | 0.2.0     | 0.2.1     | super   |         |             |         |      | §1.3
            starts   | update             | 1.96.0  |        | vectors   | 0.2.0     | 0.3.0     |         |         |             |         |      | §1.3 a minor is tried too
            unknown  | restart            | 1.101.0 |        | vectors   | 0.2.0     | 0.3.0     | super   |         |             |         |      | §1.4
            starts   |                    | 1.102.0 |        | vectors   | 0.2.0     | 1.0.0     | super   |         |             |         |      | §1.3 a major is not
            starts   | update             | 1.96.0  |        | vectors   | 0.2.0     | 0.2.1     | super   |         |             |         | no script vectors | §7 no update path: logged
            starts   |                    | 1.105.1 |        | vectors   | 0.2.1     | 0.2.0     |         |         |             |         |      | §1.3 no downgrade check yet
            starts   |                    | 1.100.0 |        | vectors   | 0.2.0     | -         |         |         |             |         |      | §1.3 nobody needs the file
            blocked  | create             | 1.95.0  |        | vectors   | -         | 0.2.0     |         |         |             |         |      | §1.3 fatal if it fails
            migrates | create             | 1.105.1 |        | vectors   | -         | 0.2.0     | super   |         |             | fresh   |      | §1.3
            blocked  | preload            | 1.105.1 |        | vectors   | -         | 0.2.0     | super   | no      |             | fresh   |      | §6 CREATE needs the library
            blocked  | create             | 1.95.0  |        | vector    | 0.5.0     | 0.5.0     |         |         |             |         |      | §1.3 the default is pgvecto.rs, whatever is there
            starts   |                    | 1.95.0  |        | vector    | 0.5.0     | 0.5.0     |         |         | pgvector    |         |      | §1.2 the minimum
            starts   |                    | 1.105.1 |        | vector    | 1.0.0     | 1.0.0     |         |         | pgvector    |         |      | §1.2 no upper bound
            blocked  | installed version  | 1.95.0  |        | vector    | 0.4.4     | 0.4.4     |         |         | pgvector    |         |      | §1.2
            migrates | update             | 1.105.1 |        | vector    | 0.7.0     | 1.0.0     | super   |         | pgvector    |         |      | §1.3 anything newer
            starts   | update             | 1.105.1 |        | vector    | 0.7.0     | 1.0.0     |         |         | pgvector    |         |      | §1.3 logged, goes on
            blocked  | installed version  | 1.96.0  |        | vector    | 0.4.4     | 0.5.0     |         |         | pgvector    |         |      | §1.3
            migrates | update             | 1.96.0  |        | vector    | 0.4.4     | 0.5.0     | super   |         | pgvector    |         |      | §1.3 the version after the update counts
            starts   |                    | 1.100.0 |        | vector    | 0.5.0     | 0.5.0     |         |         | pgvector    | absent  |      | §1.5 only pgvecto.rs' view is asked
            migrates | update             | 1.105.1 |        | vectors   | 0.2.0     | 0.2.1     | super   |         |             | no clip |      | §1.3 a patch rebuilds nothing yet
            starts   | update             | 1.105.1 |        | vector    | 0.7.0     | 0.8.0     | super   |         | pgvector    | no clip |      | §1.4 REINDEX of what is not there is logged
            blocked  | index view         | 1.95.0  |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         | unreadable pg_vector_index_stat | #36
            blocked  | index view         | 1.105.1 | 1.104.0 | vectors  | 0.2.0     | 0.2.0     |         |         |             | fresh   | unreadable pg_vector_index_stat | #36 on a fresh database too
            starts   | search_path        | 1.100.0 |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         | unreadable pg_vector_index_stat; path public | §1.5 "does not exist" is no rebuild
            starts   | vector schema      | 1.100.0 |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         | no usage vectors | #37 nothing to migrate
            blocked  | vector schema      | 1.100.0 | 1.99.0 | vectors   | 0.2.0     | 0.2.0     |         |         |             |         | no usage vectors | #37
            blocked  | search_path        | 1.100.0 | 1.99.0 | vectors   | 0.2.0     | 0.2.0     |         |         |             |         | path public | #28
            unknown  | index view         | 1.100.0 |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         | unreadable pg_vector_index_stat; path hidden | §1.5
            migrates | index view         | 1.105.1 |        | vectors   | 0.2.0     | 0.2.0     |         |         |             | upgrade |      | §1.5 idx_status UPGRADE
            blocked  | index view         | 1.105.1 |        | vectors   | 0.2.0     | 0.2.0     | neither |         |             | upgrade |      | §1.5 REINDEX needs the owner
            blocked  | preload            | 1.105.1 |        | vectors   | 0.2.0     | 0.2.0     |         | no      |             |         |      | #21 the view fails
            unknown  | preload            | 1.95.0  |        | vectors   | 0.2.0     | 0.2.0     |         | hidden  |             |         |      | §0.6
            starts   |                    | 1.95.0  |        | vectors   | 0.2.0     | 0.2.0     |         | proven  |             |         |      | §0.6 its settings prove it
            blocked  | vector extension   | 1.105.1 |        | vectors   | 0.2.0     | 0.2.0     |         |         | vectorchord |         |      | §1.8 unknown before 1.133
            blocked  | required extensions | 1.96.0 | 1.95.0 | vectors   | 0.2.0     | 0.2.0     |         |         |             |         | without pg_trgm | §3.5 needed since 1.96
            migrates | required extensions | 1.96.0 | 1.95.0 | vectors   | 0.2.0     | 0.2.0     |         |         |             |         | missing unaccent | §3.5 trusted, so an owner may
            starts   |                    | 1.95.0  |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         | without pg_trgm | §3.5 not needed yet
            starts   |                    | 1.106.0 |        | vectors   | 0.2.1     | 0.2.1     |         |         |             |         |      | §1.2
            blocked  | installed version  | 1.106.0 |        | vectors   | 0.3.0     | 0.3.0     |         |         |             |         |      | §1.2 0.2.x only
            blocked  | installed version  | 1.111.0 |        | vectors   | 0.1.11    | 0.1.11    |         |         |             |         |      | §1.2
            starts   |                    | 1.111.0 |        | vectors   | 0.2.0     | 0.3.0     | super   |         |             |         |      | §1.3 an available version out of range is ignored
            starts   |                    | 1.106.0 |        | vectors   | 0.2.0     | 0.0.0     |         |         |             |         |      | §1.3 so is a nightly
            blocked  | nightly            | 1.111.0 |        | vectors   | 0.0.0     | 0.2.0     |         |         |             |         |      | §1.3 an installed one is not
            starts   | update             | 1.106.0 |        | vectors   | 0.2.0     | 0.2.1     |         |         |             |         |      | §1.3 logged, goes on
            migrates | update             | 1.111.0 |        | vectors   | 0.2.0     | 0.2.1     | super   |         |             |         |      | §1.3
            unknown  | restart            | 1.106.0 | 1.94.1 | vectors   | 0.1.11    | 0.2.0     | super   |         |             |         |      | §1.6
            starts   |                    | 1.107.0 |        | vectors   | 0.2.1     | 0.2.0     |         |         |             |         |      | §1.3 no downgrade check yet
            starts   |                    | 1.111.0 |        | vectors   | 0.2.0     | -         |         |         |             |         |      | §1.3
            starts   |                    | 1.111.0 |        | vector    | 0.7.0     | 0.7.0     |         |         | pgvector    |         |      | §1.2
            blocked  | installed version  | 1.106.0 |        | vector    | 1.0.0     | 1.0.0     |         |         | pgvector    |         |      | §1.2 now below 1
            starts   |                    | 1.106.0 |        | vector    | 0.7.0     | 1.0.0     | super   |         | pgvector    |         |      | §1.3 ignored
            migrates | migrations         | 1.111.0 |        | vector    | 0.6.0     | 0.7.0     | super   |         | pgvector    | fresh   |      | §1.5 REINDEX of what is not there is only logged
            blocked  | create             | 1.111.0 |        | vectors   | -         | 0.2.0     |         |         |             |         |      | §1.3
            blocked  | index view         | 1.111.0 |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         | unreadable pg_vector_index_stat | #36
            migrates | migrations         | 1.111.0 | 1.106.0 | vectors  | 0.2.0     | 0.2.0     |         |         |             |         |      | §1.3 an upgrade of Immich
            """;

    private static final String FROM_1_112 = """
            expected | rule               | immich  | last   | extension | installed | available | role    | preload | env         | indexes | also | why
            starts   |                    | 1.112.0 |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         |      | §1.2
            starts   |                    | 1.132.3 |        | vectors   | 0.3.0     | 0.3.0     |         |         |             |         |      | §1.2 #11624
            blocked  | available version  | 1.112.0 |        | vectors   | 0.2.0     | 0.4.0     |         |         |             |         |      | §0.1 the package alone is enough
            blocked  | available version  | 1.132.3 |        | vectors   | 0.2.0     | 0.4.0     | super   |         |             |         |      | §1.3.7 nor does a superuser help
            starts   |                    | 1.120.0 |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         |      | §2 another backup, the same start
            blocked  | available version  | 1.117.0 |        | vectors   | 0.2.0     | -         |         |         |             |         |      | §1.3.5 the file is gone
            blocked  | nightly            | 1.112.0 |        | vectors   | 0.2.0     | 0.0.0     |         |         |             |         |      | §1.3.6 either
            blocked  | nightly            | 1.132.3 |        | vectors   | 0.0.0     | 0.2.0     | super   |         |             |         |      | §1.3.6 or
            blocked  | update             | 1.112.0 |        | vectors   | 0.2.0     | 0.2.1     |         |         |             |         |      | §1.3 fatal now
            migrates | update             | 1.132.3 |        | vectors   | 0.2.0     | 0.2.1     | super   |         |             |         |      | §1.4 a patch is rebuilt at once
            unknown  | restart            | 1.118.0 |        | vectors   | 0.2.0     | 0.3.0     | super   |         |             |         |      | §1.4 a minor wants a restart
            unknown  | restart            | 1.112.0 | 1.94.1 | vectors   | 0.1.11    | 0.2.1     | super   |         |             |         |      | §1.6
            blocked  | update             | 1.132.3 |        | vectors   | 0.2.0     | 0.2.1     | super   |         |             |         | no script vectors | §7 no update path
            blocked  | installed version  | 1.118.0 |        | vectors   | 0.4.0     | 0.3.0     |         |         |             |         |      | §1.3.10 before the downgrade check
            blocked  | downgrade          | 1.118.0 |        | vectors   | 0.3.0     | 0.2.0     | super   |         |             |         |      | §1.3.11
            blocked  | create             | 1.132.3 |        | vectors   | -         | 0.2.0     |         |         |             |         |      | §1.3.8
            migrates | create             | 1.132.3 |        | vectors   | -         | 0.2.0     | super   |         |             | fresh   |      | §1.3.8
            blocked  | version            | 1.112.0 |        | vector    | 0.8       | 0.8       |         |         | pgvector    |         |      | §1.1 semver throws
            starts   |                    | 1.112.0 |        | vector    | 0.8.0     | 0.8.0     |         |         | pgvector    |         |      | §1.2
            blocked  | available version  | 1.132.3 |        | vector    | 0.8.0     | 0.9.0-rc.1 |        |         | pgvector    |         |      | §1.1 a pre-release satisfies no plain range
            blocked  | available version  | 1.132.3 |        | vector    | 0.4.4     | 0.4.4     |         |         | pgvector    |         |      | §1.2
            migrates | update             | 1.132.3 |        | vector    | 0.7.0     | 0.8.0     | super   |         | pgvector    |         |      | §1.4
            blocked  | update             | 1.132.3 |        | vector    | 0.7.0     | 0.8.0     | super   |         | pgvector    | fresh   |      | §1.4 REINDEX of what is not there
            blocked  | update             | 1.118.0 |        | vector    | 0.7.0     | 0.8.0     | super   |         | pgvector    | no clip |      | §1.4 REINDEX of what is not there
            blocked  | update             | 1.118.0 |        | vector    | 0.7.0     | 0.8.0     |         |         | pgvector    |         |      | §1.3
            migrates | update             | 1.118.0 |        | vector    | 0.7.0     | 0.8.0     |         |         | pgvector    |         | trusted vector; owns vector | §3.5 some clouds patch it
            blocked  | update             | 1.118.0 |        | vector    | 0.7.0     | 0.8.0     |         |         | pgvector    |         | trusted vector | §7 must be owner of extension
            starts   |                    | 1.118.0 |        | vector    | 0.8.0     | 0.8.0     |         |         | pgvector    | absent  |      | §1.5 the AM is not compared yet
            blocked  | available version  | 1.132.3 |        | vector    | 0.8.0     | 0.8.0     |         |         |             |         |      | §1.3 the default is pgvecto.rs
            blocked  | vector extension   | 1.132.3 |        | vectors   | 0.2.0     | 0.2.0     |         |         | vectorchord |         |      | §1.8
            blocked  | index view         | 1.112.0 |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         | unreadable pg_vector_index_stat | #36
            migrates | index view         | 1.132.3 |        | vectors   | 0.2.0     | 0.2.0     |         |         |             | upgrade |      | §1.5
            blocked  | preload            | 1.132.3 |        | vectors   | 0.2.0     | 0.2.0     |         | no      |             |         |      | #21
            blocked  | preload            | 1.132.3 |        | vectors   | 0.2.0     | 0.2.1     | super   | no      |             |         |      | #21 ALTER EXTENSION needs the library
            unknown  | preload            | 1.112.0 |        | vectors   | 0.2.0     | 0.2.0     |         | hidden  |             |         |      | §0.6
            blocked  | Postgres version   | 1.132.3 |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         | server 13.22 | §1.3.1
            starts   |                    | 1.133.0 |        | vchord    | 0.3.0     | 0.3.0     |         |         |             |         |      | §1.2
            blocked  | available version  | 1.133.0 |        | vchord    | 0.3.0     | 0.4.0     |         |         |             |         |      | §1.2 #18420
            blocked  | available version  | 1.134.0 |        | vchord    | 0.3.0     | 0.4.3     | super   |         |             |         |      | §1.2
            blocked  | available version  | 1.134.0 |        | vchord    | 0.2.2     | 0.2.2     |         |         |             |         |      | §1.2
            starts   |                    | 1.133.0 |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         |      | §0.2 nothing better on disk
            starts   |                    | 1.133.0 |        | vector    | 0.8.0     | 0.8.0     |         |         |             |         |      | §0.2
            blocked  | create             | 1.133.0 |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         | package vchord 0.3.0; package vector 0.8.0 | §0.2 a package dropped on the server
            blocked  | preload            | 1.133.0 |        | vectors   | 0.2.0     | 0.2.0     | super   |         |             |         | package vchord 0.3.0; package vector 0.8.0 | §0.2 not preloaded yet
            migrates | create             | 1.133.0 |        | vectors   | 0.2.0     | 0.2.0     | super   | both    |             |         | package vchord 0.3.0; package vector 0.8.0 | §4.2 the automatic migration
            starts   |                    | 1.133.0 |        | vectors   | 0.2.0     | 0.2.0     |         |         | pgvecto.rs  |         | package vchord 0.3.0; package vector 0.8.0 | §1.3.3 unless the operator says so
            blocked  | create             | 1.133.0 |        | vectors   | -         | 0.2.0     | super   | both    |             |         | package vchord 0.3.0 | §6 vchord requires vector
            blocked  | create             | 1.133.0 |        | vectors   | -         | 0.2.0     | super   | both    |             |         | package vchord 0.3.0; package vector 0.6.2 | #9 halfvec is missing
            blocked  | vector extension   | 1.133.0 |        | vectors   | -         | -         | super   |         |             | fresh   |      | §1.3.3 none found
            blocked  | available version  | 1.133.0 |        | vectors   | 0.2.0     | 0.2.0     |         |         | vectorchord |         |      | §1.3.5 asked for, not there
            migrates | update             | 1.135.0 |        | vchord    | 0.3.0     | 0.4.3     | super   |         |             |         |      | §1.4
            blocked  | update             | 1.135.0 |        | vchord    | 0.3.0     | 0.4.3     |         |         |             |         |      | #2 with the indexes intact
            blocked  | available version  | 1.135.0 |        | vchord    | 0.4.3     | 0.5.0     |         |         |             |         |      | §1.2 #18588
            unknown  | restart            | 1.134.0 |        | vectors   | 0.2.0     | 0.3.0     | super   |         |             |         |      | §1.4
            migrates | update             | 1.134.0 |        | vectors   | 0.2.0     | 0.2.1     | super   |         |             |         |      | §1.4
            migrates | index              | 1.133.0 |        | vector    | 0.8.0     | 0.8.0     |         |         |             | absent  |      | §1.5 since 1.133
            starts   |                    | 1.133.0 |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         | unreadable pg_vector_index_stat | §1.5 the view is no longer read
            migrates | migrations         | 1.133.0 | 1.132.3 | vectors  | 0.2.0     | 0.2.0     |         |         |             |         |      | §1.2 upgrade
            """;

    private static final String FROM_1_135_1 = """
            expected | rule               | immich  | last   | extension | installed | available | role    | preload | env         | indexes | also | why
            starts   |                    | 1.135.1 |        | vchord    | 0.4.2     | 0.4.2     |         |         |             |         |      | §1.2
            starts   |                    | 2.0.1   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         |      | §1.2
            starts   |                    | 2.0.1   |        | vchord    | 0.3.0     | 0.3.0     |         |         |             |         |      | §1.2 the lower end
            blocked  | available version  | 2.0.1   |        | vchord    | 0.4.3     | 0.5.3     |         |         |             |         |      | §1.2 #21602 came with 2.1
            starts   |                    | 2.1.0   |        | vchord    | 0.5.3     | 0.5.3     |         |         |             |         |      | §1.2
            starts   |                    | 2.4.1   |        | vchord    | 0.5.3     | 0.5.3     |         |         |             |         |      | §1.2
            starts   |                    | 2.2.0   |        | vchord    | 0.5.3     | 0.5.3     |         |         |             |         |      | §1.2
            blocked  | available version  | 2.2.3   |        | vchord    | 0.5.3     | 1.0.0     |         |         |             |         |      | §1.2
            blocked  | available version  | 2.3.0   |        | vchord    | 1.0.0     | 1.0.0     |         |         |             |         |      | §1.2
            starts   |                    | 2.5.0   |        | vchord    | 1.0.0     | 1.0.0     |         |         |             |         |      | §1.2 #23845
            starts   |                    | 2.7.5   |        | vchord    | 1.1.1     | 1.1.1     |         |         |             |         |      | §1.2
            starts   |                    | 2.7.5   |        | vchord    | 1.2.0     | 1.2.0     |         |         |             |         |      | §1.1 a fork with higher numbers
            blocked  | available version  | 2.7.5   |        | vchord    | 0.5.0     | 0.5.0-alpha |       |         |             |         |      | §1.1 a pre-release
            blocked  | available version  | 2.7.5   |        | vchord    | 1.1.1     | 2.0.0     |         |         |             |         |      | §1.2
            blocked  | available version  | 2.7.5   |        | vchord    | 0.2.2     | 0.2.2     |         |         |             |         |      | §1.2
            blocked  | update             | 1.135.1 |        | vchord    | 0.4.1     | 0.4.2     |         |         |             |         |      | §0.3 #2 and the indexes are gone
            blocked  | update             | 2.7.5   |        | vchord    | 0.4.3     | 1.1.1     |         |         |             |         |      | §0.3 #2
            blocked  | update             | 2.7.5   |        | vchord    | 0.4.3     | 1.1.1     |         |         |             |         | owns vchord | §7 owner, no superuser
            migrates | update             | 2.7.5   |        | vchord    | 0.4.3     | 1.1.1     |         |         |             |         | owns vchord; trusted vchord | §2 read at run time
            migrates | update             | 2.7.5   |        | vchord    | 0.4.3     | 1.1.1     | super   |         |             |         |      | §1.4
            migrates | update             | 2.7.5   |        | vchord    | 0.2.2     | 1.1.1     | super   |         |             |         |      | §1.3.9 an update is tried whatever is installed
            blocked  | update             | 2.7.5   |        | vchord    | 0.4.3     | 1.1.1     | super   |         |             |         | no script vchord | §7
            blocked  | update             | 2.7.5   |        | vchord    | 0.4.3     | 1.1.1     | neither |         |             |         |      | §1.4 may not even drop them
            blocked  | preload            | 2.7.5   |        | vchord    | 0.4.3     | 1.1.1     | super   | no      |             |         |      | #21 DROP INDEX needs the library
            unknown  | preload            | 2.7.5   |        | vchord    | 0.4.3     | 1.1.1     | super   | hidden  |             |         |      | §0.6
            blocked  | update             | 2.7.5   |        | vchord    | 0.4.3     | 1.1.1     |         | hidden  |             |         |      | a certain block decides
            migrates | update             | 2.7.5   |        | vchord    | 0.4.3     | 1.1.1     | super   |         |             | stale   |      | §1.4 rebuilt by the update
            migrates | update             | 2.7.5   |        | vchord    | 0.4.3     | 1.1.1     | super   |         |             | fresh   |      | §1.5 a table that is absent is skipped
            blocked  | installed version  | 2.7.5   |        | vchord    | 2.0.0     | 1.1.1     |         |         |             |         |      | §1.3.10
            blocked  | downgrade          | 2.7.5   |        | vchord    | 1.1.1     | 0.4.3     |         |         |             |         |      | §1.3.11
            blocked  | nightly            | 2.7.5   |        | vchord    | 0.0.0     | 1.1.1     |         |         |             |         |      | §1.3.6
            blocked  | nightly            | 2.7.5   |        | vchord    | 0.4.3     | 0.0.0     | super   |         |             |         |      | §1.3.6
            blocked  | version            | 2.7.5   |        | vchord    | 1.1       | 1.1.1     |         |         |             |         |      | §1.1 semver.eq throws
            blocked  | create             | 2.7.5   |        | vchord    | 0.4.3     | -         |         |         |             |         | missing vector | §0.2 falls to pgvector, which is not there
            migrates | index              | 2.7.5   |        | vchord    | 0.4.3     | -         |         |         |             |         |      | §0.2 #50 falls to pgvector
            blocked  | available version  | 2.7.5   |        | vchord    | 0.4.3     | -         |         |         | vectorchord |         |      | §1.3.5
            blocked  | create             | 2.7.5   |        | vchord    | -         | 0.4.3     |         |         |             | fresh   |      | #1
            blocked  | create             | 2.7.5   |        | vector    | 0.8.0     | 0.8.0     |         |         |             |         | package vchord 1.1.1 | §0.2 pgvector in use, vchord dropped in
            starts   |                    | 2.7.5   |        | vector    | 0.8.0     | 0.8.0     |         |         | pgvector    |         | package vchord 1.1.1 | §1.3.3
            blocked  | create             | 2.7.5   |        | vectors   | 0.2.0     | 0.2.0     |         | both    |             |         | package vchord 1.1.1; package vector 0.8.0 | §0.2 pgvecto.rs in use, no superuser
            migrates | create             | 2.7.5   |        | vchord    | -         | 0.4.3     | super   |         |             | fresh   |      | §1.3.8
            blocked  | preload            | 2.7.5   |        | vchord    | -         | 0.4.3     | super   | no      |             | fresh   |      | §6
            unknown  | preload            | 2.7.5   |        | vchord    | -         | 0.4.3     | super   | hidden  |             | fresh   |      | §0.6
            migrates | create             | 2.7.5   |        | vchord    | -         | 0.4.3     |         |         |             | fresh   | trusted vchord | §2
            blocked  | create             | 2.7.5   |        | vchord    | -         | 0.4.3     |         |         |             | fresh   | trusted vchord; foreign database | §1.3.8 ALTER DATABASE follows
            blocked  | create             | 2.7.5   |        | vchord    | -         | 0.4.3     |         |         |             | fresh   | trusted vchord; missing vector | §2 CASCADE is no way round
            blocked  | preload            | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         | no      |             |         |      | #21
            blocked  | preload            | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         | no      |             | fresh   |      | #21 the migrations create the indexes
            unknown  | preload            | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         | hidden  |             |         |      | §0.6
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         | proven  |             |         |      | §0.6
            migrates | index              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | absent  |      | §0.4 what the destructive update leaves
            migrates | index              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | no clip |      | §1.5
            migrates | index              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | hnsw    |      | §1.5 another access method
            migrates | index              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | lists 1 of 200000 | | #52
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | lists 256 of 200000 | | §1.5 as it should be
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | lists 1 of 127999 | | §1.5 below the boundary
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | lists 256 of 110000 | | §1.5 the slack of 1.2
            migrates | index              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | lists 256 of 100000 | | §1.5 beyond the slack
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | lists 1 of -1 | | §1.5 never analyzed: nobody can tell
            unknown  | prewarm            | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | stale   |      | §0.5
            unknown  | prewarm            | 1.133.0 |        | vchord    | 0.3.0     | 0.3.0     |         |         |             | stale   |      | §1.3.15 from the first release with VectorChord
            starts   |                    | 2.7.5   |        | vector    | 0.8.0     | 0.8.0     |         |         |             | stale   |      | §1.3.15 only VectorChord is loaded
            blocked  | index              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     | neither |         |             | absent  |      | §1.5 needs the table's owner
            starts   | public schema      | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     | neither |         |             |         |      | #38 at the next migration
            blocked  | public schema      | 2.7.5   | 2.7.4  | vchord    | 0.4.3     | 0.4.3     | neither |         |             |         |      | #38
            migrates | other extensions   | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     | super   |         |             |         | also vectors 0.2.0 | §1.3.13
            starts   | other extensions   | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | also vectors 0.2.0 | #41
            migrates | other extensions   | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | also vectors 0.2.0; owns vectors | §2 an owner may drop
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     | super   |         |             |         | also vectors 0.2.0; no package vectors | §1.3.5 Immich does not see it
            migrates | index              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     | super   |         | pgvector    |         |      | #50 flips back, and drops vchord
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | package vector 0.8.5 | §0.10 nobody looks at pgvector
            starts   |                    | 2.7.5   |        | vector    | 0.8.0     | 0.8.0     |         |         |             |         |      | §1.2
            blocked  | available version  | 2.7.5   |        | vector    | 0.8.0     | 1.0.0     |         |         |             |         |      | §1.2
            blocked  | update             | 2.7.5   |        | vector    | 0.7.4     | 0.8.0     |         |         |             |         |      | §0.3
            blocked  | update             | 2.7.5   |        | vector    | 0.7.4     | 0.8.0     |         |         |             | absent  |      | §1.4 nothing to drop
            starts   |                    | 2.7.5   |        | vectors   | 0.3.0     | 0.3.0     |         |         |             |         |      | §1.2 deprecated, still works
            blocked  | available version  | 2.7.5   |        | vectors   | 0.3.0     | 0.4.0     |         |         |             |         |      | §1.2
            unknown  | restart            | 2.7.5   |        | vectors   | 0.2.1     | 0.3.0     | super   |         |             |         |      | §1.4 dropped first, rebuilt after a restart
            migrates | update             | 2.7.5   |        | vectors   | 0.2.0     | 0.2.1     | super   |         |             |         |      | §1.4
            blocked  | update             | 2.7.5   |        | vectors   | 0.2.1     | 0.3.0     |         |         |             |         |      | §0.3
            migrates | migrations         | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | fresh   |      | §1.5 index checks skip what is not there
            blocked  | Postgres version   | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | server 13.22 | §10.1
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | server 14.0 | §1.1
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | server 19.0 | §1.2 documented is not enforced
            unknown  | read-only          | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     | super   |         |             |         | standby | #33 stops at the first write, should there be any (#20538)
            blocked  | read-only          | 2.7.5   | 2.7.4  | vchord    | 0.4.3     | 0.4.3     | super   |         |             |         | standby | #33 there are migrations
            unknown  | read-only          | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | read-only | #33
            blocked  | read-only          | 2.7.5   | 2.7.4  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | read-only | #33 there are migrations
            blocked  | read-only          | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | fresh   | read-only | #33 there is everything to write
            blocked  | preload            | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         | no      |             |         | read-only | what surely stops it decides
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | read-write; read-only server | the nearest setting rules
            blocked  | login              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | role absent | #43
            blocked  | login              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | role nologin | #43
            blocked  | login              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | no connect | #43
            blocked  | login              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | superuser; role expired | #43 holds for superusers, too
            blocked  | login              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | role limited | #43
            blocked  | login              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | closed database | #43
            starts   |                    | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | superuser; role limited; closed database | limits do not hold for superusers
            blocked  | required extensions | 2.7.5  |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | fresh   | missing earthdistance | §10.10 not trusted
            migrates | required extensions | 2.7.5  |        | vchord    | 0.4.3     | 0.4.3     | super   |         |             | fresh   | missing earthdistance | §10.10
            migrates | required extensions | 2.7.5  |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | fresh   | missing pg_trgm | §10.10 trusted
            blocked  | required extensions | 2.7.5  |        | vchord    | 0.4.3     | 0.4.3     | super   |         |             | fresh   | without unaccent | §10.10 contrib is not installed
            starts   | required extensions | 2.7.5  |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | missing earthdistance | §1.3 nobody looks after the first migration
            starts   | required extensions | 2.7.5  |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | schema of cube | §10.11 at the next migration
            blocked  | required extensions | 2.7.5  | 2.7.4  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | schema of cube | §10.11
            blocked  | public schema      | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | no public | nothing is found
            blocked  | public schema      | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | no usage public | #38 also caught as the vector's schema
            starts   | ownership          | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | foreign version_history | #39 at the next migration
            blocked  | ownership          | 2.7.5   | 2.6.0  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | foreign version_history | #39
            blocked  | ownership          | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | unreadable kysely_migrations | #39 read on every start
            blocked  | search_path        | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | path vectors | Immich names its tables without a schema
            blocked  | search_path        | 2.7.5   | -      | vchord    | 0.4.3     | 0.4.3     |         |         |             | fresh   | path vectors | nor has it a schema to create them in
            blocked  | ownership          | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | unreadable version_history | §3.1 read on every start
            blocked  | ownership          | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | unreadable kysely_migrations_lock | Kysely looks for its row on every start
            blocked  | index              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | unreadable smart_search | §1.5 the rows are counted
            starts   | ownership          | 2.7.5   |        | vector    | 0.8.0     | 0.8.0     |         |         |             |         | unreadable smart_search | §1.5 for VectorChord alone
            blocked  | prewarm            | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | schema of vchord | §1.3.15 vchordrq_prewarm is not found
            starts   | search_path        | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | schema of vector | §1.5 nothing to rebuild
            blocked  | index              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             | absent  | schema of vector | §1.5 type vector does not exist
            blocked  | update             | 2.7.5   |        | vchord    | 0.4.3     | 1.1.1     | super   |         |             |         | schema of vector | §1.4 the rebuild after the update fails
            migrates | index              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         | both    |             | no clip | also vectors 0.2.0; type smart_search vectors | #42 a start goes on with the move
            blocked  | index              | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         | both    |             | no clip | also vectors 0.2.0; type smart_search vectors; no package vectors | #42 without its files nothing converts
            blocked  | index              | 3.0.0   |        | vchord    | 0.4.3     | 0.4.3     |         | yes     |             | no clip | also vectors 0.2.0; type smart_search vectors | #42 its library is not preloaded
            unknown  | preload            | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         | proven  |             | no clip | also vectors 0.2.0; type smart_search vectors | #42 nobody sees whether it is
            blocked  | index              | 2.7.5   |        | vectors   | 0.2.0     | 0.2.0     | super   |         |             |         | also vector 0.8.0; also vchord 1.1.1; no package vectors; preloaded vchord | #42 purged before the move
            starts   |                    | 2.7.5   |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         | public vectors | #18 nothing names its schema yet
            blocked  | index              | 2.7.5   |        | vectors   | 0.2.0     | 0.2.0     |         |         |             | no clip | public vectors | #18 a rebuild names vectors.vector
            blocked  | create             | 2.7.5   |        | vectors   | 0.2.0     | 0.2.0     | super   | both    |             |         | public vectors; package vchord 1.1.1; package vector 0.8.0 | #18 type vector exists
            starts   |                    | 1.118.2 |        | vectors   | 0.2.0     | 0.2.0     |         |         |             | no clip | public vectors | #18 nobody rebuilds before 1.133
            blocked  | index              | 2.7.5   |        | vectors   | 0.2.0     | 0.2.0     |         |         |             | absent  | path public | §1.5 type and operator class are in vectors
            starts   | ownership          | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | leftover migrations; unreadable migrations | #55 not read since 1.137
            blocked  | ownership          | 1.136.0 |        | vectors   | 0.2.0     | 0.2.0     |         |         |             |         | unreadable migrations | #39 but before
            blocked  | upgrade path       | 1.137.0 | 1.131.3 | vectors  | 0.2.0     | 0.2.0     |         |         |             |         |      | #55
            blocked  | upgrade path       | 2.7.5   | 1.118.2 | vectors  | 0.2.0     | 0.2.0     |         |         |             |         |      | #55
            blocked  | available version  | 2.7.5   | 1.118.2 | vectors  | 0.2.0     | 0.4.0     |         |         |             |         |      | §1.3 the extension comes before the migrations
            migrates | migrations         | 1.136.0 | 1.131.3 | vectors  | 0.2.0     | 0.2.0     |         |         |             |         |      | #55 the way round
            migrates | migrations         | 1.137.0 | 1.132.3 | vectors  | 0.2.0     | 0.2.0     |         |         |             |         |      | #55 from 1.132 it works
            blocked  | upgrade path       | 2.7.5   | -      | vectors   | 0.2.0     | 0.2.0     |         |         |             |         | typeorm only | #55 the tables tell too
            starts   |                    | 2.7.5   | -      | vchord    | 0.4.3     | 0.4.3     |         |         |             |         |      | nothing is known against it
            blocked  | upgrade path       | 2.6.0   | 2.7.5  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         |      | #48 an older Immich, and the migrations of the newer one
            blocked  | available version  | 1.134.0 | 2.7.5  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         |      | #48 and it knows no such version
            migrates | migrations         | 2.7.5   | 2.0.1  | vchord    | 0.4.3     | 0.4.3     |         |         |             |         |      | an ordinary upgrade
            unknown  | reading the database | 1.90.2 |       | vectors   | 0.1.11    | 0.1.11    |         |         |             |         |      | §1.2 older than the table
            """;

    private static final String V3 = """
            expected | rule               | immich  | last   | extension | installed | available | role    | preload | env         | indexes | also | why
            starts   |                    | 3.0.0   |        | vchord    | 0.3.0     | 0.3.0     |         |         |             |         |      | §1.2 lower end
            starts   |                    | 3.1.0   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         |      | §1.2
            starts   |                    | 3.2.0   |        | vchord    | 1.0.0     | 1.0.0     |         |         |             |         |      | §1.2
            starts   |                    | 3.3.0   |        | vchord    | 1.1.1     | 1.1.1     |         |         |             |         |      | §1.2
            starts   |                    | 3.3.0   |        | vector    | 0.8.0     | 0.8.0     |         |         |             |         |      | §1.2
            starts   |                    | 4.0.0   |        | vchord    | 1.1.1     | 1.1.1     |         |         |             |         |      | §10 newer than known: the newest row
            blocked  | vector extension   | 3.0.0   | 2.7.5  | vectors   | 0.2.0     | 0.2.0     | super   |         |             |         |      | §1.2 pgvecto.rs was dropped
            blocked  | vector extension   | 3.0.0   | 2.7.5  | vectors   | 0.2.0     | 0.2.0     |         |         | pgvecto.rs  |         |      | §1.2 the setting is rejected
            blocked  | vector extension   | 3.3.0   |        | vchord    | 1.1.1     | 1.1.1     |         |         | pgvecto.rs  |         |      | §1.2 even where VectorChord is there
            migrates | create             | 3.0.0   | 2.7.5  | vectors   | 0.2.0     | 0.2.0     | super   | both    |             |         | package vchord 1.1.1; package vector 0.8.0 | §1.3 vchord > vector
            starts   |                    | 3.0.0   |        | vchord    | 0.4.3     | 0.4.3     | super   |         |             |         | also vectors 0.2.0 | §1.3 a leftover stays
            blocked  | update             | 3.0.0   |        | vchord    | 0.4.3     | 1.1.1     |         |         |             |         |      | §0.3 #2
            migrates | update             | 3.3.0   |        | vchord    | 0.4.3     | 1.1.1     | super   |         |             |         |      | §1.4
            blocked  | available version  | 3.3.0   |        | vchord    | 1.1.1     | 2.0.0     |         |         |             |         |      | §1.2
            blocked  | downgrade          | 3.3.0   |        | vchord    | 1.1.1     | 1.0.0     |         |         |             |         |      | §1.3.11
            blocked  | preload            | 3.0.0   |        | vchord    | 1.1.1     | 1.1.1     |         | no      |             |         |      | #21
            unknown  | preload            | 3.3.0   |        | vchord    | 1.1.1     | 1.1.1     |         | hidden  |             |         |      | §0.6
            unknown  | prewarm            | 3.3.0   |        | vchord    | 1.1.1     | 1.1.1     |         |         |             | stale   |      | §0.5
            migrates | index              | 3.0.0   |        | vchord    | 1.1.1     | 1.1.1     |         |         |             | absent  |      | §1.5
            migrates | create             | 3.3.0   |        | vchord    | -         | 1.1.1     | super   |         |             | fresh   |      | §1.3.8
            blocked  | create             | 3.3.0   |        | vchord    | -         | 1.1.1     |         |         |             | fresh   |      | #1
            migrates | migrations         | 3.3.0   | 2.7.5  | vchord    | 1.1.1     | 1.1.1     |         |         |             |         |      | an ordinary upgrade
            blocked  | upgrade path       | 3.1.0   | 1.120.2 | vchord   | 1.1.1     | 1.1.1     |         |         |             |         |      | #55
            blocked  | upgrade path       | 2.7.5   | 3.0.0  | vchord    | 1.1.1     | 1.1.1     |         |         |             |         |      | #48
            blocked  | upgrade path       | 2.7.5   | 3.1.0  | vchord    | 1.1.1     | 1.1.1     |         |         |             |         |      | #48 the migrations say so
            starts   |                    | 3.3.0   |        | vchord    | 1.1.1     | 1.1.1     |         |         |             | stale   | search finds | §8 a search that works proves the format
            blocked  | prewarm            | 3.3.0   |        | vchord    | 1.1.1     | 1.1.1     |         |         |             | stale   | search outdated | #4 a search that fails, too
            blocked  | prewarm            | 3.3.0   |        | vchord    | 1.1.1     | 1.1.1     |         |         |             |         | search outdated | #4 also where the ages say nothing
            blocked  | index              | 3.3.0   |        | vector    | 0.8.0     | 0.8.0     |         |         |             |         | search unloadable | #12 pg_get_indexdef loads the library
            blocked  | prewarm            | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | lost smart_search; lost face_search | #45
            blocked  | prewarm            | 2.7.5   |        | vchord    | 0.4.3     | 0.4.3     |         |         |             |         | lost face_search | #45
            blocked  | Postgres version   | 3.0.0   |        | vchord    | 1.1.1     | 1.1.1     |         |         |             |         | server 13.22 | §10.1
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
