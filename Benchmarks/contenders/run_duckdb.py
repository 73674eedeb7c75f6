import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import duckdb  # noqa: E402
from contenders import serving  # noqa: E402
from contenders.duckdb_cli import DuckDBProgram  # noqa: E402
from harness import queries  # noqa: E402


def cold(threads, kind, path):
    sql = ("SELECT %s FROM %s WHERE TimeGenerated > TIMESTAMP '2026-11-22 00:00:00' GROUP BY ALL ORDER BY min(TimeGenerated)"
           % (queries.SEED, DuckDBProgram().source(kind, path)))
    return duckdb.connect(config={'threads': threads}).execute(sql).fetchall()


def load(threads, repository, login):
    connection = duckdb.connect(config={'threads': threads})
    for table, path in (('repository', repository), ('login', login)):
        connection.execute("CREATE TABLE %s AS SELECT * FROM read_json('%s', format = 'newline_delimited')" % (table, path))
    return lambda query: connection.execute(queries.DUCKDB[query]).fetchall()


serving.main(cold, load)
