-- Fails, by a division by zero, unless the view is pgvecto.rs' own, and nobody but a superuser or we ourselves can have
-- replaced it.
select 1 / (pg_catalog.count(*) = 1::bigint)::int
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
join pg_catalog.pg_depend as d
  on d.classid = 'pg_catalog.pg_class'::regclass::oid and d.objid = c.oid and d.objsubid = 0 and d.deptype = 'e'
join pg_catalog.pg_extension as e
  on d.refclassid = 'pg_catalog.pg_extension'::regclass::oid and e.oid = d.refobjid and e.extname = 'vectors'
join pg_catalog.pg_roles as r on r.oid = c.relowner and (r.rolsuper or r.rolname = current_user)
where n.nspname = 'vectors' and c.relname = 'pg_vector_index_stat'
