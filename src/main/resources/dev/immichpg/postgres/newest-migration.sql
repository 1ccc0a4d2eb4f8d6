-- The newest migration of Immich that has run here (since 1.132.0); needs SELECT on the table.
select coalesce(pg_catalog.json_agg(newest.name), '[]')
from (
  select k.name
  from public.kysely_migrations as k
  order by k.name desc
  limit 1
) as newest
