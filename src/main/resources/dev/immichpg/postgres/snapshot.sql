-- What the catalogs say about one Immich database: one row, one JSON document, shapes and no judgements.
-- It reads catalogs only and needs no grant; what the login is not allowed to see is null.
--
-- Nobody's code but Postgres' own runs in it, whoever may create objects in this database, if search_path is pg_catalog
-- before it is sent. The agent sets it in the same message; psql must be told so:
--
--   psql -X -q -At -d immich -c 'SET search_path = pg_catalog, pg_temp' -f snapshot.sql
--
-- However much there is in the database, the document stays small and is found in little time: a list that others can make
-- long ends at 500 entries, and what matters most comes first in it; a text that others can make long is cut.
--
-- Immich's role, whose rights are computed, is the login itself unless it is named:
--
--   PGOPTIONS='-c immich_pg.role=immich' psql ...
with
-- One row, also where no such role exists: then oid is null and it has no rights.
immich as (
  select
    asked.name,
    r.oid,
    coalesce(r.rolsuper, false) as superuser,
    coalesce(r.rolcanlogin, false) as can_login,
    case
      when r.rolvaliduntil is null or r.rolvaliduntil = 'infinity' then 9223372036854775807 -- never
      when r.rolvaliduntil = '-infinity' then -9223372036854775807
      else pg_catalog.floor(extract(epoch from r.rolvaliduntil - pg_catalog.statement_timestamp()))::bigint
    end as password_valid_seconds,
    coalesce(r.rolconnlimit, -1) as connection_limit
  from (select coalesce(nullif(pg_catalog.current_setting('immich_pg.role', true), ''), session_user::text) as name) as asked
  left join pg_catalog.pg_roles as r on r.rolname = asked.name
),
this_database as (
  select d.oid, d.datname, d.datdba, d.datconnlimit
  from pg_catalog.pg_database as d
  where d.datname = pg_catalog.current_database()
),
-- The extensions that some Immich release uses.
used (name) as (
  values ('cube'), ('earthdistance'), ('pg_trgm'), ('unaccent'), ('uuid-ossp'), ('vchord'), ('vector'), ('vectors')
),
on_disk as materialized (
  select a.name::text, pg_catalog.left(a.default_version, 300) as default_version
  from pg_catalog.pg_available_extensions() as a
  join used on used.name = a.name
),
available as materialized (
  select a.name, a.default_version
  from on_disk as a
  where a.default_version is not null -- a control file need not name one, and then CREATE EXTENSION must
),
installed as materialized (
  select
    e.oid,
    e.extname::text as name,
    pg_catalog.left(e.extversion, 300) as extversion,
    e.extnamespace,
    e.extowner,
    pg_catalog.age(e.xmin) as row_age
  from pg_catalog.pg_extension as e
  join used on used.name = e.extname
),
-- What the agent has read within the last hour, for as long as nothing hangs on it: all that is on the server's disk is
-- installed, with its default version, or is one that Immich never updates. Then nothing is created or updated, and nobody
-- needs the right to do that.
known as materialized (
  select f."readAt" as read_at, f.extensions
  from pg_catalog.json_to_record(nullif(pg_catalog.current_setting('immich_pg.control_files', true), '')::json)
    as f ("startedAt" bigint, "readAt" bigint, extensions json)
  where f."startedAt" = pg_catalog.floor(extract(epoch from pg_catalog.pg_postmaster_start_time()) * 1000)::bigint
    and pg_catalog.floor(extract(epoch from pg_catalog.statement_timestamp()) * 1000)::bigint - f."readAt"
      between 0::bigint and 3600000::bigint
    and not exists (
      select 1
      from available as a
      left join installed as e
        on e.name = a.name
        and (
          e.extversion = a.default_version
          or a.name in ('cube', 'earthdistance', 'pg_trgm', 'unaccent', 'uuid-ossp')
        )
      left join pg_catalog.json_to_recordset(f.extensions) as k (name text, version text)
        on k.name = a.name and k.version = a.default_version
      where k.name is null
        or e.name is null and not (
          -- what Immich's image still brings along, and nobody creates where its successor is installed
          a.name = 'vectors'
          and not exists (select 1 from installed as i where i.name = 'vectors')
          and exists (select 1 from installed as i where i.name = 'vchord')
        )
    )
),
-- The function takes half of the time of all, since it reads the directory of scripts once for each control file there is.
versions as materialized (
  select v.name::text, pg_catalog.left(v.version, 300) as version, v.superuser, v.trusted
  from pg_catalog.pg_available_extension_versions() as v
  join used on used.name = v.name
  where not exists (select 1 from known)
  union all
  select k.name, k.version, k.superuser, k.trusted
  from known
  cross join lateral pg_catalog.json_to_recordset(known.extensions)
    as k (name text, version text, superuser boolean, trusted boolean)
),
behind as materialized (
  select
    e.name,
    e.extversion,
    a.default_version,
    (select pg_catalog.count(*) from versions as v where v.name = e.name) as versions
  from installed as e
  join available as a on a.name = e.name and a.default_version <> e.extversion
),
-- The named settings and no others: pgvecto.rs keeps an API key in one, and commands may hold a password.
-- If a row is missing here, the login is not allowed to see it.
settings as materialized (
  select
    pg_catalog.left(s.name, 300) as name,
    pg_catalog.left(s.setting, 5000) as setting,
    pg_catalog.left(s.reset_val, 5000) as reset_val,
    s.source,
    s.sourcefile,
    s.pending_restart
  from pg_catalog.pg_settings as s
  where s.name in (
      'search_path', 'shared_preload_libraries', 'default_transaction_read_only', 'archive_mode', 'archive_command',
      'archive_library', 'wal_segment_size', 'allow_alter_system', 'config_file', 'hba_file', 'data_directory',
      'unix_socket_directories', 'azure.extensions', 'rds.extensions', 'rds.force_ssl', 'cloudsql.iam_authentication',
      'neon.timeline_id', 'supautils.reserved_roles',
      'statement_timeout', 'lock_timeout', 'transaction_timeout', 'default_tablespace', 'event_triggers', 'row_security',
      'quote_all_identifiers'
    )
    or s.name like 'vchordrq.%' or s.name like 'vchordg.%' or s.name like 'vectors.%'
),
-- What ALTER ROLE and ALTER DATABASE have set, as far as it is for this database.
role_settings as materialized (
  select
    case
      when s.setrole <> 0::oid and s.setdatabase <> 0::oid then 'ROLE_IN_DATABASE'
      when s.setrole <> 0::oid then 'ROLE'
      when s.setdatabase <> 0::oid then 'DATABASE'
      else 'ALL_ROLES'
    end as scope,
    s.setrole,
    pg_catalog.left(pg_catalog.split_part(entry, '=', 1), 300) as name,
    pg_catalog.substr(entry, pg_catalog.strpos(entry, '=') + 1, 5000) as value
  from pg_catalog.pg_db_role_setting as s
  cross join lateral pg_catalog.unnest(s.setconfig) as entry
  where s.setdatabase in (0::oid, (select d.oid from this_database as d))
),
-- Schemas that a search_path may mean: their names stand in it.
on_paths as materialized (
  select n.oid
  from pg_catalog.pg_namespace as n
  where exists (
    select 1
    from (
      select s.reset_val from settings as s where s.name = 'search_path'
      union all
      select r.value from role_settings as r where r.name = 'search_path' and r.setrole in (0::oid, (select i.oid from immich as i))
    ) as p (path)
    where pg_catalog.strpos(pg_catalog.replace(p.path, '""', '"'), n.nspname::text) > 0
      or pg_catalog.strpos(pg_catalog.lower(p.path), n.nspname::text) > 0
  )
  order by n.nspname
  limit 500
),
-- Whose rights Immich's sessions have: what is set for "role" makes it another role than the one that logs in. A setting
-- that Postgres refuses at the login, with no more than a warning, leaves the next nearest one in force.
effective as materialized (
  select
    coalesce(a.rolname::text, immich.name) as name,
    coalesce(a.oid, immich.oid) as oid,
    coalesce(a.rolsuper, immich.superuser) as superuser
  from immich
  left join lateral (
    select r.oid, r.rolname, r.rolsuper
    from role_settings as s
    left join pg_catalog.pg_roles as r on r.rolname = s.value
    where s.name = 'role'
      and s.setrole in (0::oid, immich.oid)
      and (
        s.value = 'none'
        or r.oid is not null and (
          immich.superuser
          or pg_catalog.pg_has_role(
            immich.oid,
            r.oid,
            case when pg_catalog.current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end
          )
        )
      )
    order by pg_catalog.array_position(array['ROLE_IN_DATABASE', 'ROLE', 'DATABASE', 'ALL_ROLES'], s.scope)
    fetch first 1 row only
  ) as a on true
),
-- The functions of the extensions that Immich uses. An update leaves functions behind that are older than the extension's row.
-- Ages are a circle of 32 bits.
members as materialized (
  select
    e.oid as extension_oid,
    e.name as extension,
    p.oid,
    p.proname::text as name,
    ((pg_catalog.age(p.xmin)::bigint - e.row_age::bigint) & 4294967295) between 1::bigint and 2147483647::bigint as older
  from installed as e
  join pg_catalog.pg_depend as d
    on d.refclassid = 'pg_catalog.pg_extension'::regclass::oid
    and d.refobjid = e.oid
    and d.classid = 'pg_catalog.pg_proc'::regclass::oid
    and d.deptype = 'e'
  join pg_catalog.pg_proc as p on p.oid = d.objid
),
-- What is asked for again and again, once. Null where it does not exist.
ours as materialized (
  select
    (select d.oid from this_database as d) as database,
    (select n.oid from pg_catalog.pg_namespace as n where n.nspname = 'public') as public
),
-- Without those on tables that this statement itself holds.
locks as materialized (
  select
    l.locktype, l.database, l.relation, l.transactionid, l.classid, l.objid, l.objsubid, l.virtualtransaction, l.pid, l.granted
  from pg_catalog.pg_locks as l
  where l.locktype in ('advisory', 'transactionid')
    or l.locktype = 'relation' and l.pid is distinct from pg_catalog.pg_backend_pid()
),
activity as materialized (
  select
    a.pid, a.datid, a.usesysid, a.application_name, a.state, a.state_change, a.xact_start, a.backend_start, a.backend_type
  from pg_catalog.pg_stat_get_activity(null) as a
)
-- A subquery, since Postgres copies what EXECUTE returns, with all that stands in it, each time: here that is one name.
select whole.document from (
-- A function takes at most 100 arguments: the object is put together of two.
select pg_catalog.concat(pg_catalog.left(pg_catalog.json_build_object(
  'format', 2,
  'login', session_user,
  -- 'MEMBER': it can become the role, whether or not it inherits the rights
  'loginRights', (
    select pg_catalog.json_build_object(
      'superuser', l.rolsuper,
      'runsPrograms', pg_catalog.pg_has_role(l.oid, 'pg_execute_server_program', 'MEMBER'),
      'readsFiles', pg_catalog.pg_has_role(l.oid, 'pg_read_server_files', 'MEMBER'),
      'writesFiles', pg_catalog.pg_has_role(l.oid, 'pg_write_server_files', 'MEMBER'),
      'bypassesRowSecurity', l.rolsuper or l.rolbypassrls,
      'createsRoles', l.rolsuper or l.rolcreaterole,
      'replicates', l.rolsuper or l.rolreplication
    )
    from pg_catalog.pg_roles as l
    where l.rolname = session_user
  ),
  'server', pg_catalog.json_build_object(
    'versionNum', pg_catalog.current_setting('server_version_num')::int,
    'inRecovery', pg_catalog.pg_is_in_recovery(),
    'platform', coalesce(pg_catalog.substring(pg_catalog.version(), ' on ([^, ]+),'), '')
  ),
  -- What tells who runs the server: roles and settings that only there exist, and paths.
  'signs', pg_catalog.json_build_object(
    'roles', (
      select coalesce(pg_catalog.json_agg(r.rolname order by r.rolname), '[]')
      from pg_catalog.pg_roles as r
      where r.rolname in (
        'rds_superuser', 'azure_pg_admin', 'cloudsqlsuperuser', 'supabase_admin', 'neon_superuser', 'streaming_replica',
        'zalandos', 'robot_zmon', 'ccp_monitoring', '_crunchyrepl', 'avnadmin', 'doadmin'
      )
    ),
    'settings', (
      select coalesce(pg_catalog.json_agg(s.name order by s.name), '[]')
      from settings as s
      where s.name in (
        'azure.extensions', 'rds.extensions', 'rds.force_ssl', 'cloudsql.iam_authentication', 'neon.timeline_id',
        'supautils.reserved_roles'
      )
    ),
    'allowsAlterSystem', not exists (select 1 from settings as s where s.name = 'allow_alter_system' and s.setting = 'off'),
    'paths', (
      select pg_catalog.json_build_object(
        'configFile', s.setting,
        'hbaFile', coalesce((select h.setting from settings as h where h.name = 'hba_file'), ''),
        'dataDirectory', coalesce((select d.setting from settings as d where d.name = 'data_directory'), ''),
        'sockets', coalesce((select u.setting from settings as u where u.name = 'unix_socket_directories'), '')
      )
      from settings as s
      where s.name = 'config_file'
    )
  ),
  'role', pg_catalog.json_build_object(
    'name', immich.name,
    'exists', immich.oid is not null,
    'superuser', immich.superuser,
    'canLogin', immich.can_login,
    'passwordValidSeconds', immich.password_valid_seconds,
    'connectionLimit', immich.connection_limit
  ),
  'effectiveRole', pg_catalog.json_build_object('name', effective.name, 'superuser', effective.superuser),
  'database', (
    select pg_catalog.json_build_object(
      'name', d.datname,
      'owner', pg_catalog.pg_get_userbyid(d.datdba),
      'roleOwns', coalesce(pg_catalog.pg_has_role(effective.oid, d.datdba, 'USAGE'), false),
      'roleCanConnect', coalesce(pg_catalog.has_database_privilege(immich.oid, d.oid, 'CONNECT'), false),
      'roleCanCreate', coalesce(pg_catalog.has_database_privilege(effective.oid, d.oid, 'CREATE'), false),
      'roleCanTemp', coalesce(pg_catalog.has_database_privilege(effective.oid, d.oid, 'TEMP'), false),
      'connectionLimit', d.datconnlimit
    )
    from this_database as d
  ),
  'schemas', (
    select coalesce(pg_catalog.json_agg(
      pg_catalog.json_build_object(
        'name', n.nspname,
        'owner', pg_catalog.pg_get_userbyid(n.nspowner),
        'roleOwns', coalesce(pg_catalog.pg_has_role(effective.oid, n.nspowner, 'USAGE'), false),
        'roleHasUsage', coalesce(pg_catalog.has_schema_privilege(effective.oid, n.oid, 'USAGE'), false),
        'roleCanCreate', coalesce(pg_catalog.has_schema_privilege(effective.oid, n.oid, 'CREATE'), false)
      ) order by n.nspname
    ), '[]')
    from pg_catalog.pg_namespace as n
    where n.nspname in ('public', 'vectors', 'pg_catalog')
      or n.nspname = effective.name -- what "$user" in a search_path stands for
      or n.oid in (select installed.extnamespace from installed)
      or n.oid in (select on_paths.oid from on_paths)
  ),
  'installedExtensions', (
    select coalesce(pg_catalog.json_agg(
      pg_catalog.json_build_object(
        'name', e.name,
        'version', e.extversion,
        'schema', n.nspname,
        'owner', pg_catalog.pg_get_userbyid(e.extowner),
        'roleOwns', coalesce(pg_catalog.pg_has_role(effective.oid, e.extowner, 'USAGE'), false),
        -- transactions since the row was written: by CREATE EXTENSION or ALTER EXTENSION ... UPDATE
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
    left join versions as v on v.name = a.name and v.version = a.default_version
  ),
  -- The function finds a path from every version to every other. Among 400 that takes ten seconds, among 10,000 for ever,
  -- and neither statement_timeout nor pg_cancel_backend() can stop it.
  'updatePaths', case when not exists (select 1 from behind as b where b.versions > 100::bigint) then (
    select coalesce(pg_catalog.json_agg(
      pg_catalog.json_build_object('extension', b.name, 'source', p.source, 'target', p.target) order by b.name
    ), '[]')
    from behind as b
    cross join lateral pg_catalog.pg_extension_update_paths(b.name::name) as p
    where p.source = b.extversion and p.target = b.default_version and p.path is not null
  ) end,
  'preload', (
    select pg_catalog.json_build_object(
      'setting', s.setting,
      'source', s.source,
      'sourceFile', coalesce(s.sourcefile, ''),
      'pendingRestart', s.pending_restart
    )
    from settings as s
    where s.name = 'shared_preload_libraries'
  ),
  'loadedPrefixes', (
    select coalesce(pg_catalog.json_agg(distinct pg_catalog.split_part(s.name, '.', 1)), '[]')
    from settings as s
    where s.name like 'vchordrq.%' or s.name like 'vectors.%'
  ),
  'roleSettings', (
    select coalesce(pg_catalog.json_agg(
      pg_catalog.json_build_object('scope', s.scope, 'name', s.name, 'value', s.value) order by s.name, s.scope
    ), '[]')
    from role_settings as s
    where s.setrole in (0::oid, immich.oid) and s.name in (
        'search_path', 'default_transaction_read_only', 'role', 'statement_timeout', 'lock_timeout', 'transaction_timeout',
        'default_tablespace', 'event_triggers', 'row_security', 'quote_all_identifiers',
        'session_preload_libraries', 'local_preload_libraries'
      )
  ),
  'extensionSettings', (
    select coalesce(pg_catalog.json_agg(
      pg_catalog.json_build_object(
        'scope', s.scope,
        'role', case when s.setrole = 0::oid then '' else pg_catalog.pg_get_userbyid(s.setrole) end,
        'name', s.name,
        'known', exists (select 1 from settings as k where k.name = s.name)
      ) order by s.name, s.scope, s.setrole
    ), '[]')
    from (
      select r.scope, r.setrole, r.name
      from role_settings as r
      where r.name like 'vchordrq.%' or r.name like 'vchordg.%' or r.name like 'vectors.%'
      order by coalesce(r.setrole in (0::oid, immich.oid), false) desc, r.name, r.scope, r.setrole
      limit 500
    ) as s
  ),
  -- What the server's configuration gives to a role that has no setting of its own.
  -- Seen only where our own session began with nothing nearer than that. It has changed since: the agent says what the
  -- source was, and reset_val is what the session began with.
  'serverSearchPath', (
    select s.reset_val
    from settings as s
    where s.name = 'search_path'
      and coalesce(nullif(pg_catalog.current_setting('immich_pg.search_path_source', true), ''), s.source) in (
        'default', 'environment variable', 'configuration file', 'command line'
      )
  ),
  -- The same of default_transaction_read_only, which our own session has changed since it began: reset_val is what it
  -- began with.
  'serverReadOnly', (
    select s.reset_val = 'on'
    from settings as s
    where s.name = 'default_transaction_read_only'
      and s.source <> 'client'
      and not exists (
        select 1
        from role_settings as r
        where r.name = 'default_transaction_read_only'
          and r.setrole in (0::oid, (select l.oid from pg_catalog.pg_roles as l where l.rolname = session_user))
      )
  ),
  -- The same of settings that stop long or new work. What the login has of its own hides the server's.
  'serverSettings', (
    select coalesce(pg_catalog.json_agg(
      pg_catalog.json_build_object('name', s.name, 'value', s.reset_val) order by s.name
    ), '[]')
    from settings as s
    where s.name in (
        'statement_timeout', 'lock_timeout', 'transaction_timeout', 'default_tablespace', 'event_triggers', 'row_security',
        'quote_all_identifiers'
      )
      and s.source <> 'client'
      and not exists (
        select 1
        from role_settings as r
        where r.name = s.name
          and r.setrole in (0::oid, (select l.oid from pg_catalog.pg_roles as l where l.rolname = session_user))
      )
  ),
  'tablespaces', (
    select coalesce(pg_catalog.json_agg(
      pg_catalog.json_build_object('name', t.spcname, 'ofDatabase', t.of_database, 'roleCanCreate', t.creatable)
      order by t.spcname
    ), '[]')
    from (
      select
        t.spcname,
        t.oid = (select b.dattablespace from pg_catalog.pg_database as b where b.datname = pg_catalog.current_database())
          as of_database,
        coalesce(pg_catalog.has_tablespace_privilege(effective.oid, t.oid, 'CREATE'), false) as creatable
      from pg_catalog.pg_tablespace as t
      order by t.spcname
      limit 500
    ) as t
  ),
  -- Those that fire.
  'eventTriggers', (
    select coalesce(pg_catalog.json_agg(
      pg_catalog.json_build_object(
        'name', t.evtname,
        'event', t.evtevent,
        'tags', coalesce(pg_catalog.to_json(t.evttags[1:100]), '[]'),
        'ofExtension', exists (
          select 1
          from pg_catalog.pg_depend as d
          where d.deptype = 'e'
            and (
              d.classid = 'pg_catalog.pg_event_trigger'::regclass::oid and d.objid = t.oid
              or d.classid = 'pg_catalog.pg_proc'::regclass::oid and d.objid = t.evtfoid
            )
        )
      ) order by t.evtname
    ), '[]')
    from (
      select t.oid, t.evtname, t.evtevent, t.evttags, t.evtfoid
      from pg_catalog.pg_event_trigger as t
      where t.evtenabled in ('O', 'A')
      order by t.evtname
      limit 500
    ) as t
  ),
  -- Each upgrade inserts into them; into that of Kysely's lock and into system_metadata a start does where a row is missing.
  'unwritableTables', (
    select coalesce(pg_catalog.json_agg(c.relname order by c.relname), '[]')
    from pg_catalog.pg_class as c
    where c.relnamespace = ours.public
      and c.relname in ('kysely_migrations', 'kysely_migrations_lock', 'system_metadata', 'version_history')
      and c.relkind in ('r', 'p', 'v')
      and not coalesce(
        pg_catalog.has_table_privilege(effective.oid, c.oid, 'INSERT')
          and (c.relname <> 'system_metadata' or pg_catalog.has_table_privilege(effective.oid, c.oid, 'UPDATE')),
        true
      )
  ),
  -- Of the extensions that Immich uses: functions without EXECUTE, types without USAGE. It calls the first ones at its start.
  'deniedMembers', (
    select coalesce(pg_catalog.json_agg(
      pg_catalog.json_build_object('extension', m.extension, 'kind', m.kind, 'name', m.name, 'converts', m.converts)
      order by m.extension, m.kind, m.name
    ), '[]')
    from (
      select m.extension, m.kind, m.name, m.converts
      from (
        select
          m.extension,
          'FUNCTION' as kind,
          m.name,
          exists (
            select 1
            from pg_catalog.pg_cast as c
            join pg_catalog.pg_type as t on t.oid in (c.castsource, c.casttarget) and t.typname = 'vector'
            -- 1021: real[]
            where c.castfunc = m.oid and c.castsource in (t.oid, 1021::oid) and c.casttarget in (t.oid, 1021::oid)
          ) as converts
        from members as m
        where effective.oid is not null
          and not effective.superuser
          and not pg_catalog.has_function_privilege(effective.oid, m.oid, 'EXECUTE')
        union all
        select installed.name, 'TYPE', t.typname::text, false
        from installed
        join pg_catalog.pg_depend as d
          on d.refclassid = 'pg_catalog.pg_extension'::regclass::oid
            and d.refobjid = installed.oid
            and d.classid = 'pg_catalog.pg_type'::regclass::oid
            and d.deptype = 'e'
        join pg_catalog.pg_type as t on t.oid = d.objid
        where effective.oid is not null
          and not effective.superuser
          and t.typcategory <> 'A'
          and not pg_catalog.has_type_privilege(effective.oid, t.oid, 'USAGE')
        union all
        -- It is trusted: once created, its functions are the bootstrap superuser's, with what that one's default privileges leave.
        select 'uuid-ossp', 'FUNCTION', 'uuid_generate_v4', false
        where effective.oid is not null
          and not effective.superuser
          and not exists (select 1 from installed where installed.name = 'uuid-ossp')
          and exists (
            select 1
            from pg_catalog.pg_default_acl as d
            where d.defaclrole = 10::oid and d.defaclnamespace = 0::oid and d.defaclobjtype = 'f'
          )
          and not exists (
            select 1
            from pg_catalog.pg_default_acl as d
            left join pg_catalog.pg_namespace as n on n.oid = d.defaclnamespace
            cross join lateral pg_catalog.aclexplode(d.defaclacl) as a
            where d.defaclrole = 10::oid
              and d.defaclobjtype = 'f'
              and coalesce(n.nspname, 'public') = 'public'
              and a.privilege_type = 'EXECUTE'
              and (a.grantee = 0::oid or pg_catalog.pg_has_role(effective.oid, a.grantee, 'USAGE'))
          )
      ) as m
      order by
        m.name in ('vchordrq_prewarm', 'uuid_generate_v4', 'pgvectors_upgrade', 'vector') desc,
        m.converts desc,
        m.extension,
        m.kind,
        m.name
      limit 500
    ) as m
  ),
  -- What hangs on the columns of vectors: Immich changes their type when it rebuilds an index.
  'vectorDependents', (
    select coalesce(pg_catalog.json_agg(
      pg_catalog.json_build_object(
        'schema', o.nspname, 'table', o.relname, 'kind', o.kind, 'name', o.name, 'onSchema', o.on_schema, 'survives', o.survives
      ) order by o.nspname, o.relname, o.kind, o.name
    ), '[]')
    from (
      select distinct
        n.nspname::text as nspname,
        t.relname::text as relname,
        case
          when i.oid is not null then 'INDEX'
          when w.oid is not null then 'VIEW'
          when g.oid is not null then 'TRIGGER'
          when o.oid is not null then 'POLICY'
          when coalesce(f.oid, h.attrelid) is not null then 'GENERATED_COLUMN'
          when p.oid is not null then 'FUNCTION'
          when b.oid is not null then 'PUBLICATION'
          else 'CONSTRAINT'
        end as kind,
        coalesce(
          i.relname::text, w.relname::text, g.tgname::text, o.polname::text, f.attname::text, h.attname::text,
          p.proname::text, b.pubname::text, k.conname::text
        ) as name,
        coalesce(s.nspname::text, '') as on_schema,
        case
          when k.oid is not null then null
          when i.oid is null then false
          -- on an expression, or only in a condition: it depends on that
          when not d.refobjsubid::smallint = any (x.indkey::smallint[]) then null
          -- as another type's default operator class does
          else m.amname in ('btree', 'hash') and not exists (
            select 1
            from pg_catalog.unnest(x.indclass::oid[]) as u (opclass)
            join pg_catalog.pg_opclass as c on c.oid = u.opclass
            where not c.opcdefault
          )
        end as survives
      from pg_catalog.pg_class as t
      join pg_catalog.pg_namespace as n on n.oid = t.relnamespace
      join pg_catalog.pg_attribute as a on a.attrelid = t.oid and a.attname = 'embedding' and not a.attisdropped
      join pg_catalog.pg_depend as d
        on d.refclassid = 'pg_catalog.pg_class'::regclass::oid and d.refobjid = t.oid and d.refobjsubid = a.attnum::int
      left join pg_catalog.pg_class as i
        on d.classid = 'pg_catalog.pg_class'::regclass::oid and i.oid = d.objid and i.relkind = 'i'
      left join pg_catalog.pg_index as x on x.indexrelid = i.oid
      left join pg_catalog.pg_am as m on m.oid = i.relam
      left join pg_catalog.pg_rewrite as r
        on d.classid = 'pg_catalog.pg_rewrite'::regclass::oid and r.oid = d.objid
      left join pg_catalog.pg_class as w on w.oid = r.ev_class
      left join pg_catalog.pg_trigger as g
        on d.classid = 'pg_catalog.pg_trigger'::regclass::oid and g.oid = d.objid
      left join pg_catalog.pg_policy as o
        on d.classid = 'pg_catalog.pg_policy'::regclass::oid and o.oid = d.objid
      left join (
        select v.oid, v.adrelid, v.adnum, l.attname
        from pg_catalog.pg_attrdef as v
        join pg_catalog.pg_attribute as l on l.attrelid = v.adrelid and l.attnum = v.adnum
      ) as f
        on d.classid = 'pg_catalog.pg_attrdef'::regclass::oid and f.oid = d.objid and f.adnum <> a.attnum
      -- before Postgres 15 the column itself depends, not its expression
      left join pg_catalog.pg_attribute as h
        on d.classid = 'pg_catalog.pg_class'::regclass::oid
        and h.attrelid = d.objid
        and h.attnum::int = d.objsubid
        and h.attnum <> a.attnum
        and h.attgenerated <> ''
      left join pg_catalog.pg_proc as p
        on d.classid = 'pg_catalog.pg_proc'::regclass::oid and p.oid = d.objid
      left join (
        select v.oid, l.pubname
        from pg_catalog.pg_publication_rel as v
        join pg_catalog.pg_publication as l on l.oid = v.prpubid
      ) as b
        on d.classid = 'pg_catalog.pg_publication_rel'::regclass::oid and b.oid = d.objid
      left join pg_catalog.pg_constraint as k
        on d.classid = 'pg_catalog.pg_constraint'::regclass::oid and k.oid = d.objid and k.contype = 'c'
      left join pg_catalog.pg_namespace as s on s.oid = coalesce(i.relnamespace, w.relnamespace, p.pronamespace)
      where n.nspname = 'public'
        and t.relname in ('asset_faces', 'face_search', 'smart_search')
        and t.relkind in ('r', 'p')
        and coalesce(i.oid, w.oid, g.oid, o.oid, f.oid, h.attrelid, p.oid, b.oid, k.oid) is not null
      order by 1, 2, 3, 4, 5, 6
      limit 500
    ) as o
  ),
  -- Immich's own question, which names no schema: whose answer comes first is the one it goes by.
  'firstFound', (
    select coalesce(pg_catalog.json_agg(
      pg_catalog.json_build_object('index', w.name, 'schema', w.schemas[1]) order by w.name
    ), '[]')
    from (
      select
        n.name,
        (select pg_catalog.array_agg(i.schemaname) from pg_catalog.pg_indexes as i where i.indexname = n.name) as schemas
      from (values ('clip_index'::name), ('face_index'::name)) as n (name)
    ) as w
    where w.schemas is not null
  ),
  -- SELECT on tables that will be created in schema vectors (schema null: in any), for Immich's role, by the owner of an
  -- extension.
  'defaultSelects', (
    select coalesce(pg_catalog.json_agg(distinct pg_catalog.pg_get_userbyid(d.defaclrole)::text), '[]')
    from pg_catalog.pg_default_acl as d
    left join pg_catalog.pg_namespace as n on n.oid = d.defaclnamespace
    cross join lateral pg_catalog.aclexplode(d.defaclacl) as a
    where d.defaclobjtype = 'r'
      and d.defaclrole in (select installed.extowner from installed)
      and (d.defaclnamespace = 0::oid or n.nspname = 'vectors')
      and a.privilege_type = 'SELECT'
      and (a.grantee = 0::oid or pg_catalog.pg_has_role(effective.oid, a.grantee, 'USAGE'))
  ),
  'relations', (
    select coalesce(pg_catalog.json_agg(
      pg_catalog.json_build_object(
        'schema', c.nspname,
        'name', c.relname,
        'owner', pg_catalog.pg_get_userbyid(c.relowner),
        'roleOwns', coalesce(pg_catalog.pg_has_role(effective.oid, c.relowner, 'USAGE'), false),
        'roleCanSelect', coalesce(pg_catalog.has_table_privilege(effective.oid, c.oid, 'SELECT'), false),
        'loginCanSelect', coalesce(
          pg_catalog.has_schema_privilege(c.relnamespace, 'USAGE') and pg_catalog.has_table_privilege(c.oid, 'SELECT'),
          false
        ),
        -- Reading it runs nobody's code: see plain-tables.sql, which looks again when it is read.
        'plain', c.relkind = 'r'
          and c.relam = 2::oid
          and not c.relrowsecurity
          and not c.relhasrules
          and not c.relispartition
          and c.relchecks = 0::smallint
          and not exists (
            select 1
            from pg_catalog.pg_index as i
            where i.indrelid = c.oid and (i.indexprs is not null or i.indpred is not null)
          )
          and not exists (
            select 1 from pg_catalog.pg_statistic_ext as e where e.stxrelid = c.oid and e.stxexprs is not null
          )
          and not exists (
            select 1
            from pg_catalog.pg_attribute as a
            where a.attrelid = c.oid
              and a.attnum > 0::smallint
              and not a.attisdropped
              and (
                a.attgenerated <> ''
                or coalesce((
                  select t.typnamespace <> 11::oid
                  from pg_catalog.pg_type as t
                  where t.oid = a.atttypid
                ), true)
              )
          ),
        'ofExtension', exists (
          select 1
          from pg_catalog.pg_depend as d
          where d.classid = 'pg_catalog.pg_class'::regclass::oid and d.objid = c.oid and d.deptype = 'e'
        ),
        'estimatedRows', c.reltuples::bigint -- -1: never analyzed
      ) order by c.nspname, c.relname
    ), '[]')
    from (
      select
        c.oid,
        n.nspname,
        c.relname,
        c.relnamespace,
        c.relowner,
        c.relkind,
        c.relam,
        c.relrowsecurity,
        c.relhasrules,
        c.relispartition,
        c.relchecks,
        c.reltuples
      from pg_catalog.pg_class as c
      join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
      where (
          c.relname in (
            'asset_face', 'asset_faces', 'face_search', 'smart_search', 'kysely_migrations', 'kysely_migrations_lock',
            'migrations', 'version_history', 'pg_vector_index_stat'
          )
          -- names that anybody might use in a schema of their own
          or n.nspname = 'public' and c.relname in (
            'asset', 'assets', 'migration_overrides', 'system_metadata', 'user', 'users', 'clip_index', 'face_index'
          )
        )
        and c.relkind in ('r', 'p', 'v', 'm')
      order by
        n.nspname = 'public' desc,
        n.oid in (select installed.extnamespace from installed) desc,
        n.nspname,
        c.relname
      limit 500
    ) as c
  ),
  'vectorIndexes', (
    select coalesce(pg_catalog.json_agg(
      pg_catalog.json_build_object(
        'schema', i.nspname,
        'name', i.relname,
        'table', i.table_name,
        'accessMethod', i.amname,
        -- not pg_get_indexdef: it loads the library, and fails with it where that is not preloaded
        'options', pg_catalog.left(coalesce(pg_catalog.array_to_string(i.reloptions, E'\n'), ''), 5000),
        'valid', i.indisvalid,
        'ready', i.indisready,
        -- transactions since the row was written: by CREATE INDEX or REINDEX
        'rowAge', pg_catalog.age(i.xmin)
      ) order by i.nspname, i.relname
    ), '[]')
    from (
      select
        n.nspname,
        c.relname,
        t.relname as table_name,
        am.amname,
        c.reloptions,
        i.indisvalid,
        i.indisready,
        c.xmin
      from pg_catalog.pg_class as c
      join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
      join pg_catalog.pg_index as i on i.indexrelid = c.oid
      join pg_catalog.pg_class as t on t.oid = i.indrelid
      join pg_catalog.pg_am as am on am.oid = c.relam
      where c.relname in ('clip_index', 'face_index')
      order by n.nspname = 'public' desc, n.nspname, c.relname
      limit 500
    ) as i
  ),
  -- What REINDEX CONCURRENTLY calls its own while it works: clip_index_ccnew, clip_index_ccold1.
  'leftoverIndexes', (
    select coalesce(pg_catalog.json_agg(
      pg_catalog.json_build_object('schema', c.nspname, 'name', c.relname) order by c.nspname, c.relname
    ), '[]')
    from (
      select n.nspname, c.relname
      from pg_catalog.pg_class as c
      join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
      where c.relkind = 'i'
        and (
          c.relname >= 'clip_index_cc'::name and c.relname < 'clip_index_cd'::name
          or c.relname >= 'face_index_cc'::name and c.relname < 'face_index_cd'::name
        )
      order by n.nspname = 'public' desc, n.nspname, c.relname
      limit 500
    ) as c
  ),
  'vectorTables', (
    select coalesce(pg_catalog.json_agg(
      pg_catalog.json_build_object(
        'schema', c.nspname,
        'name', c.relname,
        'type', t.typname,
        'typeSchema', tn.nspname,
        'typeExtension', coalesce((
          select e.extname::text
          from pg_catalog.pg_depend as d
          join pg_catalog.pg_extension as e on e.oid = d.refobjid
          where d.classid = 'pg_catalog.pg_type'::regclass::oid
            and d.objid = t.oid
            and d.deptype = 'e'
            and d.refclassid = 'pg_catalog.pg_extension'::regclass::oid
        ), ''),
        'deadRows', coalesce(pg_catalog.pg_stat_get_dead_tuples(c.oid), 0),
        -- A crash and a reset of the statistics leave 0: VACUUM and ANALYZE count anew, else all of the table must be counted.
        'deadRowsCounted', coalesce(
          pg_catalog.pg_stat_get_last_vacuum_time(c.oid),
          pg_catalog.pg_stat_get_last_autovacuum_time(c.oid),
          pg_catalog.pg_stat_get_last_analyze_time(c.oid),
          pg_catalog.pg_stat_get_last_autoanalyze_time(c.oid)
        ) is not null
          or pg_catalog.pg_stat_get_tuples_inserted(c.oid) > 0
          and pg_catalog.pg_stat_get_tuples_inserted(c.oid) >= c.reltuples::bigint,
        -- as for "plain"; a base type is a superuser's, and its library's what runs
        'loginCanSearch', pg_catalog.has_schema_privilege(c.relnamespace, 'USAGE')
          and pg_catalog.has_schema_privilege(tn.oid, 'USAGE')
          and pg_catalog.has_column_privilege(c.oid, c.attnum, 'SELECT')
          and c.relkind = 'r'
          and c.relam = 2::oid
          and not c.relrowsecurity
          and not c.relhasrules
          and not c.relispartition
          and c.relchecks = 0::smallint
          and not exists (
            select 1
            from pg_catalog.pg_index as i
            where i.indrelid = c.oid and (i.indexprs is not null or i.indpred is not null)
          )
          and not exists (
            select 1 from pg_catalog.pg_statistic_ext as e where e.stxrelid = c.oid and e.stxexprs is not null
          )
          and not exists (
            select 1
            from pg_catalog.pg_attribute as a
            where a.attrelid = c.oid
              and a.attnum > 0::smallint
              and not a.attisdropped
              and (
                a.attgenerated <> ''
                or coalesce((
                  select t.typnamespace <> 11::oid and not (t.typtype = 'b' and t.typelem = 0::oid)
                  from pg_catalog.pg_type as t
                  where t.oid = a.atttypid
                ), true)
              )
          )
      ) order by c.nspname, c.relname
    ), '[]')
    from (
      select
        c.oid,
        n.nspname,
        c.relname,
        c.relnamespace,
        c.relkind,
        c.relam,
        c.relrowsecurity,
        c.relhasrules,
        c.relispartition,
        c.relchecks,
        c.reltuples,
        a.attnum,
        a.atttypid
      from pg_catalog.pg_class as c
      join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
      join pg_catalog.pg_attribute as a on a.attrelid = c.oid and a.attname = 'embedding' and not a.attisdropped
      where c.relname in ('asset_faces', 'face_search', 'smart_search') and c.relkind in ('r', 'p')
      order by n.nspname = 'public' desc, n.nspname, c.relname
      limit 500
    ) as c
    join pg_catalog.pg_type as t on t.oid = c.atttypid
    join pg_catalog.pg_namespace as tn on tn.oid = t.typnamespace
  ),
  -- Of public. What an extension brought is its owner's; what belongs to a column follows its table.
  'foreignObjects', (
    select coalesce(pg_catalog.json_agg(
      pg_catalog.json_build_object(
        'kind', o.kind,
        'name', o.name,
        'owner', o.owner,
        'usedByRole', exists (
          select 1
          from pg_catalog.pg_class as c
          where c.oid in (
              select coalesce(v.adrelid, x.indrelid, k.conrelid, g.tgrelid, d.objid)
              from pg_catalog.pg_depend as d
              left join pg_catalog.pg_attrdef as v
                on d.classid = 'pg_catalog.pg_attrdef'::regclass::oid and v.oid = d.objid
              left join pg_catalog.pg_index as x
                on d.classid = 'pg_catalog.pg_class'::regclass::oid and x.indexrelid = d.objid
              left join pg_catalog.pg_constraint as k
                on d.classid = 'pg_catalog.pg_constraint'::regclass::oid and k.oid = d.objid
              left join pg_catalog.pg_trigger as g
                on d.classid = 'pg_catalog.pg_trigger'::regclass::oid and g.oid = d.objid
              where o.kind = 'FUNCTION' and d.refclassid = 'pg_catalog.pg_proc'::regclass::oid and d.refobjid = o.oid
                or o.kind = 'TYPE' and d.refclassid = 'pg_catalog.pg_type'::regclass::oid and d.refobjid in (o.oid, o.array_oid)
            )
            and c.relkind in ('r', 'p')
            and c.relnamespace = ours.public
            and coalesce(pg_catalog.pg_has_role(effective.oid, c.relowner, 'USAGE'), false)
        )
      ) order by o.owner, o.kind, o.name
    ), '[]')
    from (
      select all_kinds.kind, all_kinds.name, all_kinds.owner, all_kinds.oid, all_kinds.array_oid
      from (
        select
          c.oid,
          0::oid as array_oid,
          case c.relkind
            when 'v' then 'VIEW'
            when 'm' then 'MATERIALIZED_VIEW'
            when 'S' then 'SEQUENCE'
            when 'f' then 'FOREIGN_TABLE'
            else 'TABLE'
          end as kind,
          c.relname::text as name,
          pg_catalog.pg_get_userbyid(c.relowner)::text as owner
        from pg_catalog.pg_class as c
        where c.relnamespace = ours.public
          and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
          and c.relowner <> coalesce(effective.oid, 0::oid)
          and not coalesce(pg_catalog.pg_has_role(effective.oid, c.relowner, 'USAGE'), false)
          and not exists (
            select 1
            from pg_catalog.pg_depend as d
            where d.classid = 'pg_catalog.pg_class'::regclass::oid and d.objid = c.oid and d.objsubid = 0
              and (
                d.deptype = 'e'
                or d.deptype in ('a', 'i') and d.refclassid = 'pg_catalog.pg_class'::regclass::oid and d.refobjsubid <> 0
              )
          )
        union all
        select t.oid, t.typarray, 'TYPE', t.typname::text, pg_catalog.pg_get_userbyid(t.typowner)::text
        from pg_catalog.pg_type as t
        where t.typnamespace = ours.public
          and t.typtype in ('d', 'e')
          and t.typowner <> coalesce(effective.oid, 0::oid)
          and not coalesce(pg_catalog.pg_has_role(effective.oid, t.typowner, 'USAGE'), false)
          and not exists (
            select 1
            from pg_catalog.pg_depend as d
            where d.classid = 'pg_catalog.pg_type'::regclass::oid and d.objid = t.oid and d.deptype = 'e'
          )
        union all
        select
          p.oid,
          0::oid,
          'FUNCTION',
          pg_catalog.quote_ident(p.proname) || '(' || case
            when pg_catalog.length(pg_catalog.pg_get_function_identity_arguments(p.oid)) <= 1000
              then pg_catalog.pg_get_function_identity_arguments(p.oid)
            else '...' -- not cut in the middle of a name in quotes
          end || ')',
          pg_catalog.pg_get_userbyid(p.proowner)::text
        from (
          select p.oid, p.proname, p.proowner, p.prokind
          from pg_catalog.pg_proc as p
          where p.pronamespace = ours.public
          offset 0 -- or Postgres' own functions are asked for their owners first
        ) as p
        where p.prokind in ('f', 'w')
          and p.proowner <> coalesce(effective.oid, 0::oid)
          and not coalesce(pg_catalog.pg_has_role(effective.oid, p.proowner, 'USAGE'), false)
          and p.oid not in (select m.oid from members as m) -- most of them
          and not exists (
            select 1
            from pg_catalog.pg_depend as d
            where d.classid = 'pg_catalog.pg_proc'::regclass::oid and d.objid = p.oid and d.deptype = 'e'
          )
      ) as all_kinds
      where not effective.superuser -- it has the rights of each owner
      order by all_kinds.owner, all_kinds.kind, all_kinds.name
      limit 500
    ) as o
  ),
  -- Cheap, and only as good as the statistics are: those of a standby do not follow.
  'catalogChanges', (
    select coalesce(pg_catalog.sum(
      pg_catalog.pg_stat_get_tuples_inserted(c.oid)
        + pg_catalog.pg_stat_get_tuples_updated(c.oid)
        + pg_catalog.pg_stat_get_tuples_deleted(c.oid)
    ), 0)::bigint
    from (
      values
        ('pg_catalog.pg_class'::regclass::oid),
        ('pg_catalog.pg_attribute'::regclass::oid),
        ('pg_catalog.pg_attrdef'::regclass::oid),
        ('pg_catalog.pg_constraint'::regclass::oid),
        ('pg_catalog.pg_index'::regclass::oid),
        ('pg_catalog.pg_trigger'::regclass::oid),
        ('pg_catalog.pg_proc'::regclass::oid),
        ('pg_catalog.pg_enum'::regclass::oid),
        ('pg_catalog.pg_depend'::regclass::oid)
    ) as c (oid)
  )
)::text, -1), ', ', pg_catalog.substr(pg_catalog.json_build_object(
  -- pg_advisory_lock(200), which Immich's processes hold while they start.
  'startUpLock', (
    select pg_catalog.json_build_object(
      'held', coalesce(pg_catalog.bool_or(l.granted), false),
      'buildingIndexes', (
        select pg_catalog.count(*) from pg_catalog.pg_stat_progress_create_index as p
        where p.datid = ours.database
      )
    )
    from locks as l
    where l.locktype = 'advisory'
      and l.database = ours.database
      and l.classid = 0::oid
      and l.objid = 200::oid
      and l.objsubid = 1::smallint
  ),
  -- Who holds what a start of Immich waits for: its own lock, and for more than a minute tables in schema public.
  -- What a session does, and since when, only pg_read_all_stats may see.
  'locks', case when pg_catalog.pg_has_role(session_user, 'pg_read_all_stats', 'USAGE') then (
    select pg_catalog.json_build_object(
      'roleIsBusy', exists (
        select 1
        from activity as a
        where a.datid = ours.database
          and a.usesysid = immich.oid
          and a.state <> 'idle'
          and a.pid <> pg_catalog.pg_backend_pid() -- the login can be Immich's role
      ),
      'holders', coalesce(pg_catalog.json_agg(
        pg_catalog.json_build_object(
          'lock', h.lock,
          'table', h.held,
          'pid', h.pid,
          'preparedAs', h.gid,
          'role', h.role,
          'application', h.application,
          'state', h.state,
          'stateSeconds', h.state_seconds,
          'transactionSeconds', h.transaction_seconds
        ) order by h.lock, h.pid, h.gid
      ), '[]')
    )
    from (
      select
        'START_UP' as lock,
        '' as held,
        a.pid,
        '' as gid,
        pg_catalog.pg_get_userbyid(a.usesysid) as role,
        coalesce(pg_catalog.left(a.application_name, 300), '') as application,
        coalesce(a.state, '') as state,
        coalesce(pg_catalog.floor(extract(epoch from pg_catalog.statement_timestamp() - a.state_change))::bigint, 0) as state_seconds,
        coalesce(pg_catalog.floor(extract(epoch from pg_catalog.statement_timestamp() - a.xact_start))::bigint, 0) as transaction_seconds
      from locks as l
      join activity as a on a.pid = l.pid
      where l.locktype = 'advisory'
        and l.granted
        and l.database = ours.database
        and l.classid = 0::oid
        and l.objid = 200::oid
        and l.objsubid = 1::smallint
      union all
      select
        'TABLE',
        t.held,
        a.pid,
        '',
        pg_catalog.pg_get_userbyid(a.usesysid),
        coalesce(pg_catalog.left(a.application_name, 300), ''),
        coalesce(a.state, ''),
        coalesce(pg_catalog.floor(extract(epoch from pg_catalog.statement_timestamp() - a.state_change))::bigint, 0),
        coalesce(pg_catalog.floor(extract(epoch from pg_catalog.statement_timestamp() - a.xact_start))::bigint, 0)
      from (
        select l.pid, pg_catalog.min(c.relname::text) as held
        from locks as l
        join pg_catalog.pg_class as c on c.oid = l.relation
        where l.locktype = 'relation'
          and l.granted
          and l.pid <> pg_catalog.pg_backend_pid()
          and l.database = ours.database
          and c.relkind in ('r', 'p')
          and c.relnamespace = ours.public
        group by l.pid
      ) as t
      join activity as a on a.pid = t.pid
      where a.backend_type = 'client backend'
        and a.xact_start < pg_catalog.statement_timestamp() - '1 minute'::interval
      union all
      select
        'TABLE',
        pg_catalog.min(c.relname::text),
        0,
        pg_catalog.left(p.gid, 300),
        p.owner::text,
        '',
        'prepared',
        pg_catalog.floor(extract(epoch from pg_catalog.statement_timestamp() - p.prepared))::bigint,
        pg_catalog.floor(extract(epoch from pg_catalog.statement_timestamp() - p.prepared))::bigint
      from pg_catalog.pg_prepared_xacts as p
      join locks as x
        on x.pid is null and x.locktype = 'transactionid' and x.transactionid = p.transaction
      join locks as l on l.pid is null and l.virtualtransaction = x.virtualtransaction
      join pg_catalog.pg_class as c on c.oid = l.relation
      where p.database = (select d.datname from this_database as d)
        and l.locktype = 'relation'
        and l.database = ours.database
        and c.relkind in ('r', 'p')
        and c.relnamespace = ours.public
      group by p.gid, p.owner, p.prepared
      limit 500
    ) as h
  ) end,
  'connections', (
    select pg_catalog.json_build_object(
      'max', pg_catalog.current_setting('max_connections')::int,
      'reserved', pg_catalog.current_setting('superuser_reserved_connections')::int
        + coalesce(pg_catalog.current_setting('reserved_connections', true)::int, 0), -- since Postgres 16
      'used', pg_catalog.count(*),
      'usedInDatabase', pg_catalog.count(*) filter (where a.datid = ours.database),
      'usedByRole', pg_catalog.count(*) filter (where a.usesysid = immich.oid)
    )
    from activity as a
    where a.datid <> 0::oid and a.usesysid <> 0::oid
  ),
  'checksums', pg_catalog.json_build_object(
    'enabled', pg_catalog.current_setting('data_checksums') = 'on',
    'failures', (
      select coalesce(pg_catalog.json_agg(
        pg_catalog.json_build_object('database', coalesce(d.datname, ''), 'count', d.checksum_failures) order by d.datname
      ), '[]')
      from (
        select d.datname, d.checksum_failures
        from pg_catalog.pg_stat_database as d
        where d.checksum_failures > 0::bigint
        order by d.datname
        limit 500
      ) as d
    )
  ),
  'archiving', (
    select pg_catalog.json_build_object(
      'mode', (select s.setting from settings as s where s.name = 'archive_mode'),
      'hasCommand', exists (
        select 1
        from settings as s
        where s.name in ('archive_command', 'archive_library') and s.setting not in ('', '(disabled)')
      ),
      'lastArchivedWal', coalesce(a.last_archived_wal, ''),
      'lastFailedWal', coalesce(a.last_failed_wal, ''),
      'failing', coalesce(a.last_failed_time > a.last_archived_time, a.last_failed_time is not null),
      'currentWal', case
        when pg_catalog.pg_is_in_recovery() then ''
        else pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn())
      end,
      'segmentBytes', (select s.setting::bigint from settings as s where s.name = 'wal_segment_size')
    )
    from pg_catalog.pg_stat_archiver as a
  ),
  'replicationSlots', (
    select coalesce(pg_catalog.json_agg(
      pg_catalog.json_build_object(
        'name', s.slot_name,
        'logical', s.slot_type = 'logical',
        'database', coalesce(s.database, ''),
        'active', s.active,
        'walStatus', coalesce(s.wal_status, ''),
        'retainedBytes', case
          when pg_catalog.pg_is_in_recovery() then 0
          else coalesce(pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), s.restart_lsn)::bigint, 0)
        end
      ) order by s.slot_name
    ), '[]')
    from pg_catalog.pg_replication_slots as s
    where not s.temporary
  ),
  'logicalReplication', pg_catalog.json_build_object(
    'walLevel', pg_catalog.current_setting('wal_level'),
    'maxWalSenders', pg_catalog.current_setting('max_wal_senders')::int,
    'maxReplicationSlots', pg_catalog.current_setting('max_replication_slots')::int,
    'maxWorkers', pg_catalog.current_setting('max_logical_replication_workers')::int,
    'publications', (
      select coalesce(pg_catalog.json_agg(p.pubname order by p.pubname), '[]')
      from (select p.pubname from pg_catalog.pg_publication as p order by p.pubname limit 500) as p
    ),
    'subscriptions', (
      select coalesce(pg_catalog.json_agg(s.subname order by s.subname), '[]')
      from (
        select s.subname
        from pg_catalog.pg_subscription as s
        where s.subdbid = ours.database and s.subenabled
        order by s.subname
        limit 500
      ) as s
    )
  ),
  'collations', (
    select coalesce(pg_catalog.json_agg(
      pg_catalog.json_build_object('collation', c.name, 'recorded', c.collversion, 'actual', c.actual) order by c.name
    ), '[]')
    from (
      select v.name, v.collversion, v.actual
      from (
        select
          pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.collname) as name,
          pg_catalog.left(c.collversion, 300) as collversion,
          pg_catalog.pg_collation_actual_version(c.oid) as actual
        from pg_catalog.pg_collation as c
        join pg_catalog.pg_namespace as n on n.oid = c.collnamespace
        where c.collversion is not null
          -- not all of ICU's: asking for the version of each takes long
          and c.oid in (
            select d.refobjid from pg_catalog.pg_depend as d where d.refclassid = 'pg_catalog.pg_collation'::regclass::oid
          )
      ) as v
      where v.actual is not null
      order by v.collversion = v.actual, v.name -- the outdated ones first
      limit 500
    ) as c
  ),
  -- Read by a second statement: they need a newer Postgres, or a grant.
  'databaseCollation', null,
  'structure', null,
  'loadedModules', null,
  'history', pg_catalog.json_build_object('versions', null, 'executedMigrations', null, 'overrides', null, 'indexStatus', null),
  -- Read by a third one, where the operator asks for it.
  'probes', null,
  -- A library registers its settings when it is loaded: which ones there are tells its age.
  'loadedSettings', (
    select coalesce(pg_catalog.json_agg(s.name order by s.name), '[]')
    from (
      select s.name
      from settings as s
      where s.name like 'vchordrq.%' or s.name like 'vchordg.%' or s.name like 'vectors.%'
      order by s.name
      limit 500
    ) as s
  ),
  'updatedExtensions', (
    select coalesce(pg_catalog.json_agg(e.name order by e.name), '[]')
    from installed as e
    where e.oid in (select m.extension_oid from members as m where m.older)
  ),
  'versionlessExtensions', (
    select coalesce(pg_catalog.json_agg(a.name order by a.name), '[]')
    from on_disk as a
    where a.default_version is null
  ),
  -- Without the option that makes it pass the indexes by.
  'autovacuumedTables', (
    select coalesce(pg_catalog.json_agg(c.relname order by c.relname), '[]')
    from pg_catalog.pg_class as c
    where c.relnamespace = ours.public
      and c.relname in ('asset_faces', 'face_search', 'smart_search')
      and c.relkind = 'r'
      and coalesce(pg_catalog.array_to_string(c.reloptions, ','), '') not like '%vacuum_index_cleanup%'
      and pg_catalog.pg_stat_get_last_autovacuum_time(c.oid) > pg_catalog.pg_postmaster_start_time()
  ),
  -- BackupDatabase and VersionCheck: taken after the start, and held until the worker ends.
  'immichStarted', exists (
    select 1
    from locks as l
    where l.locktype = 'advisory'
      and l.database = ours.database
      and l.classid = 0::oid
      and l.objid in (42::oid, 800::oid)
      and l.objsubid = 1::smallint
      and l.granted
  ),
  -- Postgres' rule for pg_terminate_backend(): a superuser's sessions only for a superuser, others for members of their
  -- roles and of pg_signal_backend. Immich's own restore ends all of this database first.
  'unendableSessions', case when pg_catalog.pg_has_role(session_user, 'pg_read_all_stats', 'USAGE') then (
    select coalesce(pg_catalog.json_agg(
      pg_catalog.json_build_object('role', s.role, 'seconds', s.seconds) order by s.role
    ), '[]')
    from (
      select
        r.rolname as role,
        pg_catalog.max(pg_catalog.floor(extract(epoch from pg_catalog.statement_timestamp() - a.backend_start))::bigint) as seconds
      from activity as a
      join pg_catalog.pg_roles as r on r.oid = a.usesysid
      where a.datid = ours.database
        and not effective.superuser
        and (
          r.rolsuper
          or not coalesce(
            pg_catalog.pg_has_role(effective.oid, r.oid, 'USAGE')
            or pg_catalog.pg_has_role(effective.oid, 'pg_signal_backend', 'USAGE'),
            false
          )
        )
      group by r.rolname
      order by r.rolname
      limit 500
    ) as s
  ) end,
  -- What stands between Immich's role and the tables that its start reads and writes; of its other tables, row security that is
  -- in force for it. A policy's expression is not deparsed, only compared with Postgres' own true and false.
  'tableGuards', (
    select coalesce(pg_catalog.json_agg(
      pg_catalog.json_build_object(
        'table', g.relname, 'kind', g.kind, 'name', g.name, 'command', g.command,
        'admits', case when g.admits then 'ALL' when not g.admits then 'NONE' else 'DEPENDS' end
      ) order by g.relname, g.kind, g.name, g.command
    ), '[]')
    from (
      with
      -- The columns that Immich gives a value when it inserts a row.
      filled (relname, attname) as (
        values
          ('kysely_migrations', 'name'::name), ('kysely_migrations', 'timestamp'),
          ('kysely_migrations_lock', 'id'), ('kysely_migrations_lock', 'is_locked'),
          ('system_metadata', 'key'), ('system_metadata', 'value'), ('version_history', 'version')
      ),
      guarded as materialized (
        select
          c.oid,
          c.relname::text as relname,
          c.relkind,
          c.relname in ('kysely_migrations', 'kysely_migrations_lock', 'system_metadata', 'version_history') as of_start,
          c.relrowsecurity
            and not effective.superuser
            and not coalesce((select r.rolbypassrls from pg_catalog.pg_roles as r where r.oid = effective.oid), false)
            and (c.relforcerowsecurity or not coalesce(pg_catalog.pg_has_role(effective.oid, c.relowner, 'USAGE'), false))
            as secured
        from pg_catalog.pg_class as c
        where c.relnamespace = ours.public
          and c.relkind in ('r', 'p', 'v', 'm', 'f')
          and (
            c.relrowsecurity
            or c.relname in ('kysely_migrations', 'kysely_migrations_lock', 'system_metadata', 'version_history')
          )
      )
      select t.relname, 'ROW_SECURITY' as kind, '' as name, '' as command, null::boolean as admits, t.of_start
      from guarded as t
      where t.secured
      union all
      select
        t.relname,
        case when p.polpermissive then 'PERMISSIVE_POLICY' else 'RESTRICTIVE_POLICY' end,
        p.polname::text,
        w.command,
        case
          -- without an expression, a policy permits nothing, and restricts nothing
          when w.expression is null then not p.polpermissive
          when w.expression like '{CONST :consttype 16 %' then w.expression like '%:constvalue 1 [ 1 %'
        end,
        t.of_start
      from guarded as t
      join pg_catalog.pg_policy as p on p.polrelid = t.oid
      cross join lateral (
        values
          ('SELECT', p.polcmd in ('r', '*'), p.polqual::text),
          ('INSERT', p.polcmd in ('a', '*'), coalesce(p.polwithcheck, p.polqual)::text)
      ) as w (command, covered, expression)
      where t.secured
        and w.covered
        and exists (
          select 1
          from pg_catalog.unnest(p.polroles) as r (oid)
          where r.oid = 0::oid or pg_catalog.pg_has_role(effective.oid, r.oid, 'USAGE')
        )
      union all
      select t.relname, 'REQUIRED_COLUMN', a.attname::text, 'INSERT', false, true
      from guarded as t
      join pg_catalog.pg_attribute as a on a.attrelid = t.oid and a.attnum > 0::smallint and not a.attisdropped
      join pg_catalog.pg_type as y on y.oid = a.atttypid
      where t.of_start
        and t.relkind in ('r', 'p')
        and a.attnotnull
        and not a.atthasdef
        and a.attidentity = ''
        and y.typdefault is null
        and not exists (select 1 from filled as f where f.relname = t.relname and f.attname = a.attname)
      union all
      select t.relname, 'GENERATED_COLUMN', a.attname::text, 'INSERT', false, true
      from guarded as t
      join pg_catalog.pg_attribute as a on a.attrelid = t.oid and a.attnum > 0::smallint and not a.attisdropped
      join filled as f on f.relname = t.relname and f.attname = a.attname
      where t.of_start and (a.attgenerated <> '' or a.attidentity = 'a')
      union all
      select t.relname, 'DOMAIN', a.attname::text, 'INSERT', null, true
      from guarded as t
      join pg_catalog.pg_attribute as a on a.attrelid = t.oid and a.attnum > 0::smallint and not a.attisdropped
      join pg_catalog.pg_type as y on y.oid = a.atttypid and y.typtype = 'd'
      where t.of_start
        and (
          y.typnotnull
          or exists (select 1 from pg_catalog.pg_constraint as k where k.contypid = y.oid and k.contype = 'c')
        )
      union all
      select t.relname, 'CONSTRAINT', k.conname::text, 'INSERT', null, true
      from guarded as t
      join pg_catalog.pg_constraint as k on k.conrelid = t.oid and k.contype in ('c', 'f', 'x')
      where t.of_start
      union all
      select
        t.relname,
        'RULE',
        r.rulename::text,
        case when r.ev_type = '3' then 'INSERT' else 'UPDATE' end,
        case when r.is_instead and r.ev_action::text not like '%:returningList ({%' then false end,
        true
      from guarded as t
      join pg_catalog.pg_rewrite as r on r.ev_class = t.oid and r.ev_type in ('2', '3') and r.ev_enabled in ('O', 'A')
      where t.of_start
      union all
      select t.relname, 'TRIGGER', g.tgname::text, 'INSERT', null, true
      from guarded as t
      join pg_catalog.pg_trigger as g on g.tgrelid = t.oid and not g.tgisinternal and g.tgenabled in ('O', 'A')
      where t.of_start and g.tgtype::int & 4 <> 0
      union all
      select t.relname, 'OTHER_RELATION', '', 'INSERT', case when t.relkind = 'm' then false end, true
      from guarded as t
      where t.of_start and t.relkind <> 'r'
      order by 6 desc, 1, 2, 3, 4
      limit 500
    ) as g
  ),
  -- What Immich and its schema name of the extensions that are installed, and is not in the extension's schema.
  'missingMembers', (
    select coalesce(pg_catalog.json_agg(
      pg_catalog.json_build_object('extension', m.extension, 'kind', m.kind, 'name', m.name, 'foundIn', m.found_in)
      order by m.extension, m.kind, m.name
    ), '[]')
    from (
      select
        u.extension,
        u.kind,
        u.name,
        case u.kind
          when 'FUNCTION' then (
            select coalesce(pg_catalog.json_agg(f.nspname order by f.nspname), '[]')
            from (
              select distinct n.nspname
              from pg_catalog.pg_proc as p
              join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
              where p.proname = u.name::name and u.arguments between (p.pronargs - p.pronargdefaults)::int and p.pronargs::int
              order by n.nspname
              limit 500
            ) as f
          )
          when 'OPERATOR_CLASS' then (
            select coalesce(pg_catalog.json_agg(f.nspname order by f.nspname), '[]')
            from (
              select distinct n.nspname
              from pg_catalog.pg_opclass as o
              join pg_catalog.pg_am as m on m.oid = o.opcmethod and m.amname = u.detail::name
              join pg_catalog.pg_namespace as n on n.oid = o.opcnamespace
              where o.opcname = u.name::name
              order by n.nspname
              limit 500
            ) as f
          )
          else '[]'
        end as found_in
      from (
        values
          ('cube', 'TYPE', 'cube', '', 0),
          ('earthdistance', 'TYPE', 'earth', '', 0),
          ('earthdistance', 'FUNCTION', 'll_to_earth', '', 2),
          ('pg_trgm', 'OPERATOR_CLASS', 'gin_trgm_ops', 'gin', 0),
          ('unaccent', 'FUNCTION', 'unaccent', '', 2),
          ('uuid-ossp', 'FUNCTION', 'uuid_generate_v4', '', 0),
          ('vchord', 'FUNCTION', 'vchordrq_prewarm', '', 1),
          ('vchord', 'OPERATOR_CLASS', 'vector_cosine_ops', 'vchordrq', 0),
          ('vector', 'OPERATOR_CLASS', 'vector_cosine_ops', 'hnsw', 0),
          ('vector', 'CAST', 'vector AS real[]', 'OUT', 0),
          ('vector', 'CAST', 'real[] AS vector', 'IN', 0),
          ('vectors', 'CAST', 'vector AS real[]', 'OUT', 0),
          ('vectors', 'CAST', 'real[] AS vector', 'IN', 0)
      ) as u (extension, kind, name, detail, arguments)
      join installed as e on e.name = u.extension
      where not case u.kind
        when 'FUNCTION' then exists (
          select 1
          from pg_catalog.pg_proc as p
          where p.proname = u.name::name
            and p.pronamespace = e.extnamespace
            and u.arguments between (p.pronargs - p.pronargdefaults)::int and p.pronargs::int
        )
        when 'OPERATOR_CLASS' then exists (
          select 1
          from pg_catalog.pg_opclass as o
          join pg_catalog.pg_am as m on m.oid = o.opcmethod
          where o.opcname = u.name::name and o.opcnamespace = e.extnamespace and m.amname = u.detail::name
        )
        when 'TYPE' then exists (
          select 1 from pg_catalog.pg_type as t where t.typname = u.name::name and t.typnamespace = e.extnamespace
        )
        else exists (
          select 1
          from pg_catalog.pg_type as t
          join pg_catalog.pg_cast as c
            on c.castsource = case when u.detail = 'IN' then 1021::oid else t.oid end
            and c.casttarget = case when u.detail = 'IN' then t.oid else 1021::oid end -- 1021: real[]
            and c.castcontext in ('a', 'i')
          where t.typname = 'vector' and t.typnamespace = e.extnamespace
        )
      end
    ) as m
  ),
  -- Of the languages that Immich's functions are in: which it is not able to create functions in.
  'unusableLanguages', (
    select coalesce(pg_catalog.json_agg(u.name order by u.name), '[]')
    from (values ('plpgsql'::name), ('sql'::name)) as u (name)
    left join pg_catalog.pg_language as l on l.lanname = u.name
    where effective.oid is not null
      and not effective.superuser
      and not coalesce(l.lanpltrusted and pg_catalog.has_language_privilege(effective.oid, l.oid, 'USAGE'), false)
      or l.oid is null
  ),
  -- Of what Immich asks Postgres itself: what a hardened server keeps from the role.
  'deniedCatalogs', (
    select coalesce(pg_catalog.json_agg(d.name order by d.name), '[]')
    from (
      select n.nspname || '.' || c.relname as name
      from (
        values
          ('information_schema'::name, 'columns'::name), ('pg_catalog', 'pg_attribute'),
          ('pg_catalog', 'pg_available_extensions'), ('pg_catalog', 'pg_class'), ('pg_catalog', 'pg_extension'),
          ('pg_catalog', 'pg_indexes'), ('pg_catalog', 'pg_namespace'), ('pg_catalog', 'pg_type')
      ) as u (nspname, relname)
      join pg_catalog.pg_namespace as n on n.nspname = u.nspname
      join pg_catalog.pg_class as c on c.relnamespace = n.oid and c.relname = u.relname
      where effective.oid is not null
        and not effective.superuser
        and not (
          pg_catalog.has_schema_privilege(effective.oid, n.oid, 'USAGE')
          and pg_catalog.has_table_privilege(effective.oid, c.oid, 'SELECT')
        )
      union all
      select distinct p.proname || '()'
      from pg_catalog.pg_proc as p
      where p.pronamespace = 11::oid
        and p.proname in ('col_description', 'pg_advisory_lock', 'pg_advisory_unlock', 'pg_advisory_xact_lock', 'pg_get_serial_sequence')
        and p.proargtypes::text in ('20', '25 25', '26 23')
        and effective.oid is not null
        and not effective.superuser
        and not pg_catalog.has_function_privilege(effective.oid, p.oid, 'EXECUTE')
    ) as d
  ),
  -- Of vectors: whose column takes vectors of any length.
  'undimensionedTables', (
    select coalesce(pg_catalog.json_agg(c.relname order by c.relname), '[]')
    from pg_catalog.pg_class as c
    join pg_catalog.pg_attribute as a on a.attrelid = c.oid and a.attname = 'embedding' and not a.attisdropped
    where c.relnamespace = ours.public
      and c.relname in ('asset_faces', 'face_search', 'smart_search')
      and c.relkind in ('r', 'p')
      and a.atttypmod < 0
  ),
  'moment', pg_catalog.json_build_object(
    'now', pg_catalog.floor(extract(epoch from pg_catalog.statement_timestamp()) * 1000)::bigint,
    'startedAt', pg_catalog.floor(extract(epoch from pg_catalog.pg_postmaster_start_time()) * 1000)::bigint,
    'nextTransaction', pg_catalog.pg_snapshot_xmax(pg_catalog.pg_current_snapshot())::text::bigint,
    -- earlier, where it is from an earlier examination: see "known"
    'controlFilesReadAt', coalesce(
      (select known.read_at from known),
      pg_catalog.floor(extract(epoch from pg_catalog.statement_timestamp()) * 1000)::bigint
    )
  ),
  -- The agent's own.
  'memory', null
)::text, 2)) as document
from immich
cross join effective
cross join ours
) as whole;
