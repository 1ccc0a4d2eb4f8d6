-- What the libraries of vector extensions that this session has loaded, preloaded ones included, call themselves
-- (Postgres 18).
select coalesce(
  pg_catalog.json_agg(pg_catalog.json_build_object('library', m.library, 'version', coalesce(m.version, '')) order by m.library),
  '[]'
)
from (
  select pg_catalog.regexp_replace(l.file_name, E'^.*[/\\\\]|[.][a-z]+$', '', 'g') as library, pg_catalog.left(l.version, 300) as version
  from pg_catalog.pg_get_loaded_modules() as l
) as m
where m.library in ('vchord', 'vectors', 'vector')
