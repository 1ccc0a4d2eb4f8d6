-- The last release of Immich that started here (since 1.117.0); needs SELECT on the table.
select coalesce(pg_catalog.json_agg(newest.version), '[]')
from (
  select pg_catalog.left(h.version::text, 300) as version
  from only public.version_history as h
  where h.version is not null
  order by h."createdAt" desc
  limit 1
) as newest
