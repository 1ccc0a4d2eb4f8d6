package dev.immichpg.demo;

import static org.junit.jupiter.api.Assertions.*;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EmbeddedServerIT {
    @ParameterizedTest
    @MethodSource("dev.immichpg.demo.EmbeddedServer#majors")
    void starts(int major) {
        long t = System.nanoTime();
        EmbeddedServer server = EmbeddedServer.shared(major);
        System.out.println(major + " " + (System.nanoTime() - t) / 1_000_000 + " ms "
                + server.value("postgres", "select version()"));
        System.out.println(
                server.value(
                        "postgres",
                        "select string_agg(name||'='||setting, ' ') from pg_settings where name like 'vchordrq.%' or name like 'vectors.%'"));
        server.execute(
                "postgres",
                "create extension vchord cascade",
                "create extension vectors",
                "create table t(e public.vector(512))",
                "create index on t using vchordrq(e vector_cosine_ops)",
                "create index on t using hnsw(e vector_cosine_ops)",
                "insert into t values ('[1,2,3]')",
                "reindex table t",
                "select e<=>e from t");
    }
}
