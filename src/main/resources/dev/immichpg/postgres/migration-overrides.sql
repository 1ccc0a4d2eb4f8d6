-- Names of the functions, triggers and indexes that Immich compares by their text (since 1.136.0). A release has about a
-- hundred; nobody keeps others from writing more into the table. The text is not read. Needs SELECT on it.
select coalesce(pg_catalog.json_agg(o.name order by o.place), '[]')
from (
  select pg_catalog.left(m.name::text, 300) as name, pg_catalog.row_number() over (order by m.name) as place
  from only public.migration_overrides as m
  where m.name is not null
  order by m.name
  limit 500
) as o
