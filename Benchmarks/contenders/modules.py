"""Engines that are Python modules."""
from . import PythonContender


class DuckDBModule(PythonContender):
    name = 'duckdb'
    package = 'duckdb'
    script = 'run_duckdb.py'
    kinds = ('ndjson', 'ndjson.gz', 'csv', 'csv.gz')


class ClickHouse(PythonContender):
    name = 'chdb'
    package = 'chdb'
    script = 'run_chdb.py'
    kinds = ('ndjson', 'ndjson.gz', 'hours.gz', 'csv', 'csv.gz', 'varied')


class Polars(PythonContender):
    name = 'polars'
    package = 'polars'
    script = 'run_polars.py'
    kinds = ('ndjson', 'csv', 'csv.gz', 'varied')


class DataFusion(PythonContender):
    name = 'datafusion'
    package = 'datafusion'
    script = 'run_datafusion.py'
    kinds = ('ndjson', 'ndjson.gz', 'csv')


class DuckDBKQL(PythonContender):
    """The other engine of the language; it has no way to keep tables loaded that is faster than DuckDB itself."""
    name = 'duckdb-kql'
    package = 'duckdb-kql'
    script = 'run_duckdb_kql.py'
    kinds = ('ndjson',)

    def load(self, repository, login, threads):
        return None
