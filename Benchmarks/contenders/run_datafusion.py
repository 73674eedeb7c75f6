import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from datafusion import SessionConfig, SessionContext  # noqa: E402
from contenders import serving  # noqa: E402
from harness import queries  # noqa: E402

KEYS = queries.SEED
QUERIES = dict(queries.DUCKDB, **{
    'seed': "SELECT {0} FROM repository WHERE \"TimeGenerated\" > '2026-11-22T00:00:00.0000000Z' GROUP BY {0} "
            'ORDER BY min("TimeGenerated")',
    'seed7d': 'SELECT {0} FROM repository GROUP BY {0} ORDER BY min("TimeGenerated")',
    'bin': 'SELECT replace(substr("TimeGenerated", 1, 13), \'T\', \' \') AS h, "Identity", count(*) FROM repository GROUP BY h, "Identity"',
    'has': "SELECT count(*) FROM repository WHERE regexp_like(\"UserAgent\", '(?i)\\bcontainerd\\b')",
    'contains': "SELECT count(*) FROM repository WHERE \"CorrelationId\" ILIKE '%beef%'",
    'join': 'SELECT r."Identity", count(*) FROM repository r JOIN login l ON r."CorrelationId" = l."CorrelationId" '
            "WHERE l.\"ResultDescription\" IN ('401', '403') GROUP BY r.\"Identity\"",
    'joinall': 'SELECT count(*) FROM repository r JOIN login l ON r."CorrelationId" = l."CorrelationId"',
    'top': 'SELECT "DurationMs", "CorrelationId" FROM repository ORDER BY CAST("DurationMs" AS DOUBLE) DESC LIMIT 10',
    'dcount': 'SELECT approx_distinct("CallerIpAddress"), approx_distinct("CorrelationId") FROM repository',
    'parse': 'SELECT coalesce(g[1], \'\') AS a, coalesce(g[2], \'\') AS b, count(*) FROM (SELECT regexp_match("UserAgent", '
             "'^(.*?)/(.*?) ') AS g FROM repository) GROUP BY a, b",
    'ipv4': "SELECT \"CallerIpAddress\", count(*) FROM repository WHERE starts_with(\"CallerIpAddress\", '10.240.') "
            'GROUP BY "CallerIpAddress"',
})
QUOTED = ', '.join('"%s"' % name for name in KEYS.split(', '))


def rows(frame):
    return [row for batch in frame.collect() for row in zip(*(column.to_pylist() for column in batch.columns))]


def context(threads):
    return SessionContext(SessionConfig().with_target_partitions(threads))


def cold(threads, kind, path):
    session = context(threads)
    if kind == 'csv':
        session.register_csv('repository', path, has_header=True, schema_infer_max_records=0)
    elif kind == 'ndjson.gz':
        session.register_json('repository', path, file_extension='.gz', file_compression_type='gzip')
    else:
        session.register_json('repository', path, file_extension='.ndjson')
    return rows(session.sql(QUERIES['seed'].format(QUOTED)))


def load(threads, repository, login):
    session = context(threads)
    for table, path in (('repository', repository), ('login', login)):
        session.register_json('files_' + table, path, file_extension='.ndjson')
        session.register_record_batches(table, [session.sql('SELECT * FROM files_' + table).collect()])
    return lambda query: rows(session.sql(QUERIES[query].format(QUOTED)))


serving.main(cold, load)
