-- Which vector indexes pgvecto.rs wants rebuilt; needs SELECT on its view.
select coalesce(
  pg_catalog.json_agg(pg_catalog.json_build_object('index', s.index, 'status', s.status) order by s.index),
  '[]'
)
from (
  select s.indexname::text as index, pg_catalog.left(s.idx_status::text, 300) as status
  from vectors.pg_vector_index_stat as s
  where s.indexname in ('clip_index', 'face_index')
  limit 500
) as s
