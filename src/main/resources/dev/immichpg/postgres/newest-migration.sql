-- The newest migration of Immich that has run here (since 1.132.0); needs SELECT on the table.
select coalesce(pg_catalog.json_agg(newest.name), '[]')
from (
  select pg_catalog.left(k.name::text, 300) as name
  from only public.kysely_migrations as k
  where k.name is not null
  order by k.name desc
  limit 1
) as newest
