-- The migrations of Immich that have run here (since 1.132.0), the newest first. A release has about a hundred; nobody keeps
-- others from writing more into the table. Needs SELECT on it.
select coalesce(pg_catalog.json_agg(executed.name order by executed.place), '[]')
from (
  select pg_catalog.left(k.name::text, 300) as name, pg_catalog.row_number() over (order by k.name desc) as place
  from only public.kysely_migrations as k
  where k.name is not null
  order by k.name desc
  limit 500
) as executed
