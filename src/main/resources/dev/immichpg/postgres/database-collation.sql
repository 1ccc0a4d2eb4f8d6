-- The version of the database's own collation when it was made, and of the library that is there now (Postgres 15).
select coalesce(
  pg_catalog.json_agg(pg_catalog.json_build_object('collation', '', 'recorded', d.recorded, 'actual', d.actual)),
  '[]'
)
from (
  select pg_catalog.left(d.datcollversion, 300) as recorded, pg_catalog.pg_database_collation_actual_version(d.oid) as actual
  from pg_catalog.pg_database as d
  where d.datname = pg_catalog.current_database()
) as d
where d.recorded is not null and d.actual is not null
