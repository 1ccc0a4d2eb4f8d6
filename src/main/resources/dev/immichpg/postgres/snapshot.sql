-- What the catalogs say about one Immich database: one row, one JSON document, shapes and no judgements.
-- It reads catalogs only and needs no grant; what the login may not see is null.
--
-- Nobody's code but Postgres' own runs in it, whoever may create objects in this database: functions are qualified, and
-- operators have operands of exactly the types for which pg_catalog has one (0::oid, not 0).
--
--   psql -X -At -d immich -f snapshot.sql
--
-- Immich's role, whose rights are computed, is the login itself unless it is named:
--
--   PGOPTIONS='-c immich_pg.role=immich' psql -X -At -d immich -U immich_monitor -f snapshot.sql
with
-- One row, also where no such role exists: then oid is null and it has no rights.
immich as (
  select asked.name, r.oid, coalesce(r.rolsuper, false) as superuser, coalesce(r.rolcanlogin, false) as can_login
  from (select coalesce(nullif(pg_catalog.current_setting('immich_pg.role', true), ''), session_user::text) as name) as asked
  left join pg_catalog.pg_roles as r on r.rolname = asked.name
),
-- The extensions that some Immich release uses.
used (name) as (
  values ('cube'), ('earthdistance'), ('pg_trgm'), ('unaccent'), ('uuid-ossp'), ('vchord'), ('vector'), ('vectors')
),
available as materialized (
  select a.name::text, a.default_version
  from pg_catalog.pg_available_extensions() as a
  join used on used.name = a.name
  where a.default_version is not null -- a control file need not name one, and then CREATE EXTENSION must
),
installed as materialized (
  select e.extname::text as name, e.extversion, e.extnamespace, e.extowner, pg_catalog.age(e.xmin) as row_age
  from pg_catalog.pg_extension as e
  join used on used.name = e.extname
),
-- The named settings and no others: pgvecto.rs keeps an API key in one.
-- A row that is absent here is one that the login may not see.
settings as materialized (
  select s.name, s.setting, s.source, s.pending_restart
  from pg_catalog.pg_settings as s
  where s.name in ('search_path', 'shared_preload_libraries') or s.name like 'vchordrq.%' or s.name like 'vectors.%'
)
select pg_catalog.json_build_object(
  'format', 1,
  'login', session_user,
  'server', pg_catalog.json_build_object(
    'versionNum', pg_catalog.current_setting('server_version_num')::int,
    'inRecovery', pg_catalog.pg_is_in_recovery()
  ),
  'role', pg_catalog.json_build_object(
    'name', immich.name,
    'exists', immich.oid is not null,
    'superuser', immich.superuser,
    'canLogin', immich.can_login
  ),
  'database', (
    select pg_catalog.json_build_object(
      'name', d.datname,
      'owner', pg_catalog.pg_get_userbyid(d.datdba),
      'roleOwns', coalesce(pg_catalog.pg_has_role(immich.oid, d.datdba, 'USAGE'), false),
      'roleCanConnect', coalesce(pg_catalog.has_database_privilege(immich.oid, d.oid, 'CONNECT'), false),
      'roleCanCreate', coalesce(pg_catalog.has_database_privilege(immich.oid, d.oid, 'CREATE'), false)
    )
    from pg_catalog.pg_database as d
    where d.datname = pg_catalog.current_database()
  ),
  'schemas', (
    select coalesce(pg_catalog.json_agg(
      pg_catalog.json_build_object(
        'name', n.nspname,
        'owner', pg_catalog.pg_get_userbyid(n.nspowner),
        'roleOwns', coalesce(pg_catalog.pg_has_role(immich.oid, n.nspowner, 'USAGE'), false),
        'roleHasUsage', coalesce(pg_catalog.has_schema_privilege(immich.oid, n.oid, 'USAGE'), false),
        'roleCanCreate', coalesce(pg_catalog.has_schema_privilege(immich.oid, n.oid, 'CREATE'), false)
      ) order by n.nspname
    ), '[]')
    from pg_catalog.pg_namespace as n
    where n.nspname in ('public', 'vectors')
      or n.nspname = immich.name -- what "$user" in a search_path stands for
      or n.oid in (select installed.extnamespace from installed)
  ),
  'installedExtensions', (
    select coalesce(pg_catalog.json_agg(
      pg_catalog.json_build_object(
        'name', e.name,
        'version', e.extversion,
        'schema', n.nspname,
        'owner', pg_catalog.pg_get_userbyid(e.extowner),
        'roleOwns', coalesce(pg_catalog.pg_has_role(immich.oid, e.extowner, 'USAGE'), false),
        -- transactions since the row was written: by CREATE EXTENSION or ALTER EXTENSION … UPDATE
        'rowAge', e.row_age
      ) order by e.name
    ), '[]')
    from installed as e
    join pg_catalog.pg_namespace as n on n.oid = e.extnamespace
  ),
  'availableExtensions', (
    select coalesce(pg_catalog.json_agg(
      pg_catalog.json_build_object(
        'name', a.name,
        'version', a.default_version,
        -- A control file whose default version has no script says nothing of rights: assume the strictest.
        'superuser', coalesce(v.superuser, true),
        'trusted', coalesce(v.trusted, false)
      ) order by a.name
    ), '[]')
    from available as a
    left join pg_catalog.pg_available_extension_versions() as v on v.name = a.name and v.version = a.default_version
  ),
  'updatePaths', (
    select coalesce(pg_catalog.json_agg(
      pg_catalog.json_build_object('extension', e.name, 'source', p.source, 'target', p.target) order by e.name
    ), '[]')
    from installed as e
    join available as a on a.name = e.name and a.default_version <> e.extversion
    cross join lateral pg_catalog.pg_extension_update_paths(e.name::name) as p
    where p.source = e.extversion and p.target = a.default_version and p.path is not null
  ),
  'preload', (
    select pg_catalog.json_build_object(
      'setting', s.setting,
      'source', s.source,
      'pendingRestart', s.pending_restart
    )
    from settings as s
    where s.name = 'shared_preload_libraries'
  ),
  'loadedPrefixes', (
    select coalesce(pg_catalog.json_agg(distinct pg_catalog.split_part(s.name, '.', 1)), '[]')
    from settings as s
    where s.name like '%.%'
  ),
  'searchPathSettings', (
    select coalesce(pg_catalog.json_agg(
      pg_catalog.json_build_object('scope', scoped.scope, 'value', scoped.value) order by scoped.scope
    ), '[]')
    from (
      select
        case
          when s.setrole <> 0::oid and s.setdatabase <> 0::oid then 'ROLE_IN_DATABASE'
          when s.setrole <> 0::oid then 'ROLE'
          when s.setdatabase <> 0::oid then 'DATABASE'
          else 'ALL_ROLES'
        end as scope,
        pg_catalog.substr(entry, pg_catalog.strpos(entry, '=') + 1) as value
      from pg_catalog.pg_db_role_setting as s
      cross join lateral pg_catalog.unnest(s.setconfig) as entry
      where s.setrole in (0::oid, immich.oid)
        and s.setdatabase in (0::oid, (select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()))
        and pg_catalog.split_part(entry, '=', 1) = 'search_path'
    ) as scoped
  ),
  -- What the server's configuration gives to a role that has no setting of its own.
  -- Seen only where nothing nearer than it rules our own session.
  'serverSearchPath', (
    select s.setting
    from settings as s
    where s.name = 'search_path'
      and s.source in ('default', 'environment variable', 'configuration file', 'command line')
  ),
  -- SELECT on tables that will be created in schema vectors (schema null: in any), for Immich's role, by their creator.
  'defaultSelects', (
    select coalesce(pg_catalog.json_agg(distinct pg_catalog.pg_get_userbyid(d.defaclrole)::text), '[]')
    from pg_catalog.pg_default_acl as d
    left join pg_catalog.pg_namespace as n on n.oid = d.defaclnamespace
    cross join lateral pg_catalog.aclexplode(d.defaclacl) as a
    where d.defaclobjtype = 'r'
      and (d.defaclnamespace = 0::oid or n.nspname = 'vectors')
      and a.privilege_type = 'SELECT'
      and (a.grantee = 0::oid or pg_catalog.pg_has_role(immich.oid, a.grantee, 'USAGE'))
  ),
  'relations', (
    select coalesce(pg_catalog.json_agg(
      pg_catalog.json_build_object(
        'schema', n.nspname,
        'name', c.relname,
        'owner', pg_catalog.pg_get_userbyid(c.relowner),
        'roleOwns', coalesce(pg_catalog.pg_has_role(immich.oid, c.relowner, 'USAGE'), false),
        'roleCanSelect', coalesce(pg_catalog.has_table_privilege(immich.oid, c.oid, 'SELECT'), false),
        'loginCanSelect', coalesce(
          pg_catalog.has_schema_privilege(n.oid, 'USAGE') and pg_catalog.has_table_privilege(c.oid, 'SELECT'),
          false
        ),
        -- Reading it runs no code of its owner's: a table without row security whose columns have Postgres' own types,
        -- or what an extension brought.
        'plain', c.relkind = 'r' and not c.relrowsecurity and not exists (
          select 1
          from pg_catalog.pg_attribute as a
          join pg_catalog.pg_type as t on t.oid = a.atttypid
          join pg_catalog.pg_namespace as tn on tn.oid = t.typnamespace
          where a.attrelid = c.oid and a.attnum > 0::smallint and not a.attisdropped and tn.nspname <> 'pg_catalog'
        ),
        'ofExtension', exists (
          select 1
          from pg_catalog.pg_depend as d
          where d.classid = 'pg_catalog.pg_class'::regclass::oid and d.objid = c.oid and d.deptype = 'e'
        ),
        'estimatedRows', c.reltuples::bigint -- -1: never analyzed
      ) order by n.nspname, c.relname
    ), '[]')
    from pg_catalog.pg_class as c
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where c.relname in (
        'asset_faces', 'face_search', 'smart_search', 'kysely_migrations', 'kysely_migrations_lock', 'migrations',
        'version_history', 'pg_vector_index_stat'
      )
      and c.relkind in ('r', 'p', 'v', 'm')
  ),
  'vectorIndexes', (
    select coalesce(pg_catalog.json_agg(
      pg_catalog.json_build_object(
        'schema', n.nspname,
        'name', c.relname,
        'table', t.relname,
        'accessMethod', am.amname,
        -- not pg_get_indexdef: it loads the library, and fails with it where that is not preloaded
        'options', coalesce(pg_catalog.array_to_string(c.reloptions, E'\n'), ''),
        'valid', i.indisvalid,
        'ready', i.indisready,
        -- transactions since the row was written: by CREATE INDEX or REINDEX
        'rowAge', pg_catalog.age(c.xmin)
      ) order by n.nspname, c.relname
    ), '[]')
    from pg_catalog.pg_class as c
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    join pg_catalog.pg_index as i on i.indexrelid = c.oid
    join pg_catalog.pg_class as t on t.oid = i.indrelid
    join pg_catalog.pg_am as am on am.oid = c.relam
    where c.relname in ('clip_index', 'face_index')
  ),
  -- Read by a second statement, and only where the login may.
  'history', pg_catalog.json_build_object('versions', null, 'migrations', null, 'indexStatus', null)
)
from immich;
