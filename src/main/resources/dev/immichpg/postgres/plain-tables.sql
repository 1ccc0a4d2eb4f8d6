-- Fails, by a division by zero, unless each of the tables is one whose reading runs nobody's code: of what Postgres evaluates
-- when it reads a table, docs/explanation/what-runs-when-a-table-is-read.md is the list. The tables are locked by then, so that
-- what is seen here is still so when they are read.
select 1 / (pg_catalog.count(*) = ${number}::bigint)::int
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where n.nspname = 'public'
  and c.relname in (${names})
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
          select t.typnamespace <> 11::oid${orTypes}
          from pg_catalog.pg_type as t
          where t.oid = a.atttypid
        ), true)
      )
  )
