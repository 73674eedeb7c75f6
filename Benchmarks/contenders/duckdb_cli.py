"""DuckDB's command line: the columns that the query needs are declared, which is its fastest setting."""
import os

from harness import queries

from . import Contender

COLUMNS = ['CallerIpAddress', 'ArtifactType', 'OperationName', 'Identity']


class DuckDBProgram(Contender):
    name = 'duckdb-cli'
    package = 'duckdb-cli'

    def program(self):
        return os.path.join(self.environment(), 'bin', 'duckdb')

    def source(self, kind, path):
        """The files as a table with the columns of the documents' query."""
        declared = "{TimeGenerated: 'TIMESTAMP', %s}" % ', '.join("%s: 'VARCHAR'" % name for name in COLUMNS)
        if os.path.isdir(path):
            path += '/**/*.json' + ('.gz' if kind.endswith('.gz') else '')
        if kind in ('csv', 'csv.gz'):
            from generate import REPOSITORY_COLUMNS
            columns = ', '.join("%s: '%s'" % (name, 'TIMESTAMP' if name == 'TimeGenerated' else 'VARCHAR')
                                for name in REPOSITORY_COLUMNS)
            return "read_csv('%s', header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"', columns = {%s})" % (
                path, columns)
        if kind == 'nested':
            nested = ("{time: 'TIMESTAMP', callerIpAddress: 'VARCHAR', operationName: 'VARCHAR', identity: 'VARCHAR', "
                      "properties: 'STRUCT(artifactType VARCHAR)'}")
            return ('(SELECT time AS TimeGenerated, callerIpAddress AS CallerIpAddress, properties.artifactType AS ArtifactType, '
                    "operationName AS OperationName, identity AS Identity FROM read_json('%s', format = 'newline_delimited', "
                    'columns = %s))' % (path, nested))
        return "read_json('%s', format = 'newline_delimited', columns = %s)" % (path, declared)

    def cold(self, kind, path, threads):
        sql = ("SET threads = %d; COPY (SELECT %s FROM %s WHERE TimeGenerated > TIMESTAMP '2026-11-22 00:00:00' GROUP BY ALL "
               "ORDER BY min(TimeGenerated)) TO '/dev/stdout' (FORMAT csv)" % (
                   threads, queries.SEED, self.source(kind, path)))
        return [self.program(), '-c', sql]

    def build(self, database, repository, login, threads):
        """The command that makes a database file of both tables."""
        sql = ["SET threads = %d" % threads]
        for table, path in (('repository', repository), ('login', login)):
            sql.append("CREATE TABLE %s AS SELECT * REPLACE (TimeGenerated::TIMESTAMP AS TimeGenerated) "
                       "FROM read_json('%s', format = 'newline_delimited')" % (table, path))
        return [self.program(), database, '-c', '; '.join(sql)]

    def ask_built(self, database, threads):
        sql = "SET threads = %d; COPY (%s) TO '/dev/stdout' (FORMAT csv)" % (threads, queries.DUCKDB['seed'])
        return [self.program(), '-readonly', database, '-c', sql]
