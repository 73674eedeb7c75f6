import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import duckdb_kql  # noqa: E402
from contenders import serving  # noqa: E402
from contenders.duckdb_cli import DuckDBProgram  # noqa: E402
from harness import queries  # noqa: E402


def cold(threads, kind, path):
    connection = duckdb_kql.connect()
    connection.execute('SET threads = %d' % threads)
    connection.execute('CREATE VIEW events AS SELECT * FROM ' + DuckDBProgram().source(kind, path))
    kql = ("events | where TimeGenerated > datetime(2026-11-22) | sort by TimeGenerated asc | distinct " + queries.SEED)
    return duckdb_kql.kql(connection, kql).fetchall()


serving.main(cold, None)
