-- Which vector indexes pgvecto.rs wants rebuilt; needs SELECT on its view.
select coalesce(
  pg_catalog.json_agg(pg_catalog.json_build_object('index', s.indexname::text, 'status', s.idx_status::text) order by s.indexname::text),
  '[]'
)
from vectors.pg_vector_index_stat as s
where s.indexname in ('clip_index', 'face_index')
