-- The version of the database's own collation when it was made, and of the library that is there now (Postgres 15); and that of
-- template1, from which CREATE DATABASE copies. Where none was recorded, there was none: musl has no versions.
select coalesce(
  pg_catalog.json_agg(
    pg_catalog.json_build_object('collation', d.collation, 'recorded', coalesce(d.recorded, ''), 'actual', d.actual)
    order by d.collation
  ),
  '[]'
)
from (
  select
    case when d.datname = pg_catalog.current_database() then '' else 'template1' end as collation,
    pg_catalog.left(d.datcollversion, 300) as recorded,
    pg_catalog.pg_database_collation_actual_version(d.oid) as actual
  from pg_catalog.pg_database as d
  where d.datname in (pg_catalog.current_database(), 'template1')
) as d
where d.actual is not null
