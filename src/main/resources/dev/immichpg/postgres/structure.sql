-- What schema public is made of: names, and what defines them. Without members of extensions and the two
-- vector indexes. Nothing is called that belongs to the database, and no library of an extension is loaded: a type is asked
-- for its modifiers only if it is Postgres' own, no index is deparsed as a whole, and no expression with a value of a type
-- whose output function is not Postgres' own. No function's body is read but for its md5, and no text within quotes.
-- Types and expressions are written with the schema of whatever is not in pg_catalog.
(
  with
  public_schema as (
    select n.oid from pg_catalog.pg_namespace as n where n.nspname = 'public'
  ),
  of_extensions as materialized (
    select d.classid, d.objid from pg_catalog.pg_depend as d where d.deptype = 'e'
  ),
  -- The tables of vectors have one type or the other; both of them are called vector.
  vector_types as materialized (
    select t.oid
    from pg_catalog.pg_type as t
    join pg_catalog.pg_depend as d
      on d.classid = 'pg_catalog.pg_type'::regclass::oid and d.objid = t.oid and d.deptype = 'e'
    join pg_catalog.pg_extension as e on e.oid = d.refobjid
    where t.typname = 'vector' and e.extname in ('vector', 'vectors')
  ),
  foreign_types as materialized (
    select t.oid
    from pg_catalog.pg_type as t
    left join pg_catalog.pg_type as e on e.oid = t.typelem and t.typcategory = 'A'
    where t.oid >= 16384::oid and t.typtype <> 'e' and coalesce(e.typtype <> 'e' and e.oid >= 16384::oid, true)
  ),
  relations as materialized (
    select c.oid, c.relname, c.relkind, c.relnatts
    from pg_catalog.pg_class as c
    where c.relnamespace = (select p.oid from public_schema as p)
      and c.relkind in ('r', 'p', 'i', 'I', 'S')
    limit 5001
  ),
  size as materialized (
    select coalesce(pg_catalog.sum(case when r.relkind in ('r', 'p') then 1 + r.relnatts else 1 end), 0) <= 5000 as whole
    from relations as r
  ),
  tables as materialized (
    select r.oid, r.relname
    from relations as r
    where r.relkind in ('r', 'p')
      and (select s.whole from size as s)
      and not exists (
        select 1 from of_extensions as e where e.classid = 'pg_catalog.pg_class'::regclass::oid and e.objid = r.oid
      )
  ),
  columns as materialized (
    select
      a.attrelid,
      a.attnum,
      a.attname,
      pg_catalog.json_build_object(
        'name', a.attname,
        'type', case
          when a.atttypid in (select v.oid from vector_types as v) then 'vector column'
          when a.atttypid < 16384::oid then pg_catalog.format_type(a.atttypid, a.atttypmod)
          else pg_catalog.left(pg_catalog.format_type(a.atttypid, null), 300)
        end,
        'notNull', a.attnotnull,
        'defaultValue', case
          when d.adbin is null or a.attgenerated <> '' then ''
          when exists (
            select 1
            from pg_catalog.regexp_matches(d.adbin::text, ':consttype ([0-9]+)', 'g') as m
            join foreign_types as f on f.oid = m[1]::oid
          ) then '...'
          else pg_catalog.left(pg_catalog.regexp_replace(
            pg_catalog.pg_get_expr(d.adbin, d.adrelid), '''([^'']|'''')*''', '''...''', 'g'
          ), 1000)
        end,
        'generated', a.attidentity <> '' or a.attgenerated <> ''
      ) as fact
    from tables as t
    join pg_catalog.pg_attribute as a on a.attrelid = t.oid and a.attnum > 0::smallint and not a.attisdropped
    left join pg_catalog.pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum and a.atthasdef
  ),
  constraints as materialized (
    select
      c.conrelid,
      c.conname,
      pg_catalog.json_build_object(
        'name', c.conname,
        'kind', case c.contype
          when 'p' then 'PRIMARY_KEY'
          when 'u' then 'UNIQUE'
          when 'f' then 'FOREIGN_KEY'
          when 'c' then 'CHECK'
          else 'OTHER'
        end,
        'columns', (
          select coalesce(pg_catalog.json_agg(a.attname order by k.place), '[]')
          from pg_catalog.unnest(c.conkey) with ordinality as k (number, place)
          join pg_catalog.pg_attribute as a on a.attrelid = c.conrelid and a.attnum = k.number
        ),
        'references', case when c.contype = 'f' then coalesce((
          select case
            when r.relnamespace = (select p.oid from public_schema as p) then r.relname
            else c.confrelid::regclass::text
          end
          from pg_catalog.pg_class as r
          where r.oid = c.confrelid
        ), '') else '' end,
        'referencedColumns', (
          select coalesce(pg_catalog.json_agg(a.attname order by k.place), '[]')
          from pg_catalog.unnest(c.confkey) with ordinality as k (number, place)
          join pg_catalog.pg_attribute as a on a.attrelid = c.confrelid and a.attnum = k.number
        ),
        'onDelete', case when c.contype <> 'f' then '' else case c.confdeltype
          when 'c' then 'cascade' when 'n' then 'set null' when 'd' then 'set default' when 'r' then 'restrict' else 'no action'
        end end,
        'onUpdate', case when c.contype <> 'f' then '' else case c.confupdtype
          when 'c' then 'cascade' when 'n' then 'set null' when 'd' then 'set default' when 'r' then 'restrict' else 'no action'
        end end,
        'valid', c.convalidated and not c.condeferrable and coalesce((
          select i.indisvalid and i.indisready and i.indislive
          from pg_catalog.pg_index as i
          where i.indexrelid = c.conindid and c.contype in ('p', 'u', 'x')
        ), true)
      ) as fact
    from tables as t
    join pg_catalog.pg_constraint as c on c.conrelid = t.oid
    where c.contype in ('p', 'u', 'f', 'c', 'x')
  ),
  indexes as materialized (
    select
      i.indrelid,
      c.relname,
      pg_catalog.json_build_object(
        'name', c.relname,
        'unique', i.indisunique,
        'method', m.amname,
        'keys', (
          select pg_catalog.json_agg(case
            when a.attname is not null then pg_catalog.quote_ident(a.attname)
            when e.deparsed is null then '...'
            else e.deparsed
          end order by k.place)
          from pg_catalog.unnest(i.indkey) with ordinality as k (number, place)
          left join pg_catalog.pg_attribute as a
            on a.attrelid = i.indrelid and a.attnum = k.number and k.number <> 0::smallint
          where k.place <= i.indnkeyatts
            and (
              k.number <> 0::smallint
              -- they are deparsed together
              or not exists (
                select 1
                from pg_catalog.unnest(i.indkey) with ordinality as b (number, place)
                where b.number = 0::smallint and b.place < k.place
              )
            )
        ),
        'predicate', case when i.indpred is null then '' else coalesce(e.predicate, '...') end,
        'valid', i.indisvalid and i.indisready and i.indislive
      ) as fact
    from tables as t
    join pg_catalog.pg_index as i on i.indrelid = t.oid
    join pg_catalog.pg_class as c on c.oid = i.indexrelid
    join pg_catalog.pg_am as m on m.oid = c.relam
    left join lateral (
      select
        pg_catalog.left(pg_catalog.regexp_replace(
          pg_catalog.pg_get_expr(i.indexprs, i.indrelid), '''([^'']|'''')*''', '''...''', 'g'
        ), 1000) as deparsed,
        pg_catalog.left(pg_catalog.regexp_replace(
          pg_catalog.pg_get_expr(i.indpred, i.indrelid), '''([^'']|'''')*''', '''...''', 'g'
        ), 1000) as predicate
      where (i.indexprs is not null or i.indpred is not null)
        and not exists (
          select 1
          from pg_catalog.regexp_matches(
            coalesce(i.indexprs::text, '') || coalesce(i.indpred::text, ''), ':consttype ([0-9]+)', 'g'
          ) as m
          join foreign_types as f on f.oid = m[1]::oid
        )
    ) as e on true
    where c.relname not in ('clip_index', 'face_index')
      and not exists (
        select 1 from pg_catalog.pg_constraint as o where o.conindid = i.indexrelid and o.contype in ('p', 'u', 'x')
      )
  ),
  triggers as materialized (
    select
      g.tgrelid,
      g.tgname,
      pg_catalog.json_build_object(
        'name', g.tgname,
        'timing', case when g.tgtype & 2 <> 0 then 'before' when g.tgtype & 64 <> 0 then 'instead of' else 'after' end,
        'events', pg_catalog.concat_ws(' ',
          case when g.tgtype & 4 <> 0 then 'insert' end,
          case when g.tgtype & 16 <> 0 then 'update' end,
          case when g.tgtype & 8 <> 0 then 'delete' end,
          case when g.tgtype & 32 <> 0 then 'truncate' end
        ),
        'perRow', g.tgtype & 1 <> 0,
        'functionSchema', n.nspname,
        'function', p.proname,
        'condition', case
          when g.tgqual is null then ''
          when g.tgqual::text like '%{VAR %' or exists (
            select 1
            from pg_catalog.regexp_matches(g.tgqual::text, ':consttype ([0-9]+)', 'g') as m
            join foreign_types as f on f.oid = m[1]::oid
          ) then '...'
          else pg_catalog.left(pg_catalog.regexp_replace(
            pg_catalog.pg_get_expr(g.tgqual, g.tgrelid), '''([^'']|'''')*''', '''...''', 'g'
          ), 1000)
        end,
        'transitionTables', pg_catalog.to_json(pg_catalog.array_remove(array[g.tgoldtable::text, g.tgnewtable::text], null)),
        'enabled', g.tgenabled
      ) as fact
    from tables as t
    join pg_catalog.pg_trigger as g on g.tgrelid = t.oid and not g.tgisinternal
    join pg_catalog.pg_proc as p on p.oid = g.tgfoid
    join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
    limit 5000
  ),
  -- What Postgres does not drop or change together with a table or a column.
  dependents as materialized (
    select distinct
      case
        when w.oid is not null and w.oid = t.oid then 'RULE'
        when w.relkind = 'm' then 'MATERIALIZED_VIEW'
        when w.oid is not null then 'VIEW'
        when o.oid is not null then 'POLICY'
        when g.oid is not null then 'TRIGGER'
        when v.oid is not null then 'GENERATED_COLUMN'
        when h.attrelid is not null then 'DROPPED_GENERATED_COLUMN'
        when p.oid is not null then 'FUNCTION'
        when b.oid is not null then 'PUBLICATION'
        when k.oid is not null then 'FOREIGN_KEY'
        else 'TABLE'
      end as kind,
      case when s.nspname <> 'public' then s.nspname || '.' else '' end || case
        when w.oid is not null and w.oid = t.oid then r.rulename
        else coalesce(
          w.relname, o.polname, g.tgname, l.attname, h.attname, p.proname, b.pubname,
          kt.relname || '.' || k.conname, y.relname
        )
      end as name,
      t.relname::text as of_table,
      coalesce(a.attname, '')::text as of_column
    from tables as t
    join pg_catalog.pg_depend as d
      on d.refclassid = 'pg_catalog.pg_class'::regclass::oid and d.refobjid = t.oid
    left join pg_catalog.pg_attribute as a on a.attrelid = t.oid and a.attnum::int = d.refobjsubid and d.refobjsubid > 0::int
    left join pg_catalog.pg_rewrite as r
      on d.classid = 'pg_catalog.pg_rewrite'::regclass::oid and r.oid = d.objid and d.deptype = 'n'
    left join pg_catalog.pg_class as w on w.oid = r.ev_class
    left join pg_catalog.pg_policy as o
      on d.classid = 'pg_catalog.pg_policy'::regclass::oid and o.oid = d.objid and d.refobjsubid > 0::int
    left join pg_catalog.pg_trigger as g
      on d.classid = 'pg_catalog.pg_trigger'::regclass::oid and g.oid = d.objid and d.refobjsubid > 0::int
        and not g.tgisinternal
    left join pg_catalog.pg_attrdef as v
      on d.classid = 'pg_catalog.pg_attrdef'::regclass::oid and v.oid = d.objid and v.adrelid = t.oid
        and v.adnum::int <> d.refobjsubid and d.refobjsubid > 0::int
    left join pg_catalog.pg_attribute as l on l.attrelid = v.adrelid and l.attnum = v.adnum
    -- before Postgres 15 the column itself depends, not its expression
    left join pg_catalog.pg_attribute as h
      on d.classid = 'pg_catalog.pg_class'::regclass::oid and h.attrelid = d.objid and h.attrelid = t.oid
        and h.attnum::int = d.objsubid and h.attgenerated <> '' and d.refobjsubid > 0::int and d.objsubid <> d.refobjsubid
    left join pg_catalog.pg_proc as p
      on d.classid = 'pg_catalog.pg_proc'::regclass::oid and p.oid = d.objid and d.deptype = 'n'
    left join pg_catalog.pg_publication_rel as u
      on d.classid = 'pg_catalog.pg_publication_rel'::regclass::oid and u.oid = d.objid and d.refobjsubid > 0::int
    left join pg_catalog.pg_publication as b on b.oid = u.prpubid
    left join pg_catalog.pg_constraint as k
      on d.classid = 'pg_catalog.pg_constraint'::regclass::oid and k.oid = d.objid and k.contype = 'f'
        and k.confrelid = t.oid and k.connamespace <> (select x.oid from public_schema as x)
    left join pg_catalog.pg_class as kt on kt.oid = k.conrelid
    left join pg_catalog.pg_class as y
      on d.classid = 'pg_catalog.pg_class'::regclass::oid and y.oid = d.objid and d.objsubid = 0::int
        and y.relkind in ('r', 'p', 'f') and y.oid <> t.oid and d.deptype = 'n' -- a partition goes with its table
    left join pg_catalog.pg_namespace as s
      on s.oid = coalesce(case when w.oid <> t.oid then w.relnamespace end, p.pronamespace, k.connamespace, y.relnamespace)
    where coalesce(w.oid, o.oid, g.oid, v.oid, h.attrelid, p.oid, b.oid, k.oid, y.oid) is not null
    union
    select 'PARTITIONED', t.relname::text, t.relname::text, ''
    from tables as t
    join pg_catalog.pg_class as c on c.oid = t.oid
    where c.relkind = 'p'
    union
    select 'RULE', r.rulename::text, t.relname::text, ''
    from tables as t
    join pg_catalog.pg_rewrite as r on r.ev_class = t.oid
    union
    select 'INHERITED_COLUMN', y.relname::text, t.relname::text, a.attname::text
    from tables as t
    join pg_catalog.pg_inherits as i on i.inhrelid = t.oid
    join pg_catalog.pg_class as y on y.oid = i.inhparent and y.relkind = 'r'
    join pg_catalog.pg_attribute as a
      on a.attrelid = t.oid and a.attnum > 0::int and not a.attisdropped and a.attinhcount > 0::int
    join pg_catalog.pg_attribute as q on q.attrelid = y.oid and q.attname = a.attname and not q.attisdropped
    order by 3, 4, 1, 2
    limit 500
  )
  select case
    when pg_catalog.octet_length(all_of_it.document::text) <= 700000 then all_of_it.document
    else pg_catalog.json_build_object(
      'whole', false,
      'tables', '[]'::json,
      'functions', '[]'::json,
      'enums', '[]'::json,
      'sequences', '[]'::json,
      'otherRelations', '[]'::json,
      'dependents', '[]'::json
    )
  end
  from (select pg_catalog.json_build_object(
    'whole', (select s.whole from size as s),
    'tables', (
      select coalesce(pg_catalog.json_agg(
        pg_catalog.json_build_object(
          'name', t.relname,
          'columns', (select coalesce(pg_catalog.json_agg(c.fact order by c.attnum), '[]') from columns as c where c.attrelid = t.oid),
          'constraints', (select coalesce(pg_catalog.json_agg(c.fact order by c.conname), '[]') from constraints as c where c.conrelid = t.oid),
          'indexes', (select coalesce(pg_catalog.json_agg(i.fact order by i.relname), '[]') from indexes as i where i.indrelid = t.oid),
          'triggers', (select coalesce(pg_catalog.json_agg(g.fact order by g.tgname), '[]') from triggers as g where g.tgrelid = t.oid)
        ) order by t.relname
      ), '[]')
      from tables as t
    ),
    'functions', (
      select coalesce(pg_catalog.json_agg(
        pg_catalog.json_build_object(
          'name', p.proname,
          'arguments', p.arguments,
          'returns', pg_catalog.format_type(p.prorettype, null),
          'digest', case when pg_catalog.length(p.prosrc) <= 100000
            then pg_catalog.md5(pg_catalog.translate(p.prosrc, E' \t\n\r\f\x0b', ''))
            else ''
          end,
          'volatility', case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end
        ) order by p.proname, p.arguments
      ), '[]')
      from (
        select p.proname, p.prorettype, p.prosrc, p.provolatile, coalesce((
          select pg_catalog.string_agg(pg_catalog.format_type(a.type, null), ', ' order by a.place)
          from pg_catalog.unnest(p.proargtypes) with ordinality as a (type, place)
        ), '') as arguments
        from pg_catalog.pg_proc as p
        where p.pronamespace = (select s.oid from public_schema as s)
          and p.prokind = 'f'
          and (select s.whole from size as s)
          and not exists (
            select 1 from of_extensions as e where e.classid = 'pg_catalog.pg_proc'::regclass::oid and e.objid = p.oid
          )
        order by p.proname
        limit 1000
      ) as p
    ),
    'enums', (
      select coalesce(pg_catalog.json_agg(pg_catalog.json_build_object('name', t.typname, 'values', t.labels) order by t.typname), '[]')
      from (
        select t.typname, (
          select coalesce(pg_catalog.json_agg(e.enumlabel order by e.enumsortorder), '[]')
          from (
            select e.enumlabel, e.enumsortorder
            from pg_catalog.pg_enum as e
            where e.enumtypid = t.oid
            order by e.enumsortorder
            limit 200
          ) as e
        ) as labels
        from pg_catalog.pg_type as t
        where t.typnamespace = (select s.oid from public_schema as s)
          and t.typtype = 'e'
          and (select s.whole from size as s)
          and not exists (
            select 1 from of_extensions as e where e.classid = 'pg_catalog.pg_type'::regclass::oid and e.objid = t.oid
          )
        order by t.typname
        limit 500
      ) as t
    ),
    'sequences', (
      select coalesce(pg_catalog.json_agg(pg_catalog.json_build_object('name', r.relname, 'ownedBy', coalesce((
        select c.relname || '.' || a.attname
        from pg_catalog.pg_depend as d
        join pg_catalog.pg_class as c on c.oid = d.refobjid
        join pg_catalog.pg_attribute as a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
        where d.classid = 'pg_catalog.pg_class'::regclass::oid
          and d.objid = r.oid
          and d.refclassid = 'pg_catalog.pg_class'::regclass::oid
          and d.deptype in ('a', 'i')
        limit 1
      ), '')) order by r.relname), '[]')
      from relations as r
      where r.relkind = 'S'
        and (select s.whole from size as s)
        and not exists (
          select 1 from of_extensions as e where e.classid = 'pg_catalog.pg_class'::regclass::oid and e.objid = r.oid
        )
    ),
    'otherRelations', (
      select coalesce(pg_catalog.json_agg(r.relname order by r.relname), '[]')
      from (
        select c.relname
        from pg_catalog.pg_class as c
        where c.relnamespace = (select p.oid from public_schema as p)
          and c.relkind in ('v', 'm', 'f', 'c')
          and (select s.whole from size as s)
        union
        select t.typname
        from pg_catalog.pg_type as t
        where t.typnamespace = (select p.oid from public_schema as p)
          and t.typtype in ('d', 'r')
          and (select s.whole from size as s)
          and not exists (
            select 1 from of_extensions as e where e.classid = 'pg_catalog.pg_type'::regclass::oid and e.objid = t.oid
          )
        order by 1
        limit 1000
      ) as r
    ),
    'dependents', (
      select coalesce(pg_catalog.json_agg(
        pg_catalog.json_build_object('kind', d.kind, 'name', d.name, 'table', d.of_table, 'column', d.of_column)
        order by d.of_table, d.of_column, d.kind, d.name
      ), '[]')
      from dependents as d
    )
  ) as document) as all_of_it
)
