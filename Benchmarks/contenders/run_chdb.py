import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from chdb.session import Session  # noqa: E402
from contenders import serving  # noqa: E402
from generate import LOGIN_COLUMNS, REPOSITORY_COLUMNS  # noqa: E402
from harness import queries  # noqa: E402

# Texts that repeat are held once, which is what its own documentation advises.
VARIED = {'CorrelationId', 'JwtId', 'DurationMs'}


def columns(names):
    def kind(name):
        if name == 'TimeGenerated':
            return "DateTime64(7, 'UTC')"
        return 'String' if name in VARIED else 'LowCardinality(String)'
    return ', '.join('%s %s' % (name, kind(name)) for name in names)


def source(kind, path, wanted):
    if os.path.isdir(path):
        path += '/**/*.json.gz'
    if kind.startswith('csv'):
        return "file('%s', CSVWithNames, '%s')" % (path, columns(REPOSITORY_COLUMNS).replace("'", "\\'"))
    return "file('%s', JSONEachRow, '%s')" % (path, columns(wanted).replace("'", "\\'"))


def settings(threads):
    return (" SETTINGS max_threads = %d, date_time_input_format = 'best_effort', "
            'input_format_skip_unknown_fields = 1, use_hive_partitioning = 0') % threads


def cold(threads, kind, path):
    wanted = ['TimeGenerated', 'CallerIpAddress', 'ArtifactType', 'OperationName', 'Identity']
    sql = queries.CLICKHOUSE['seed'].replace('FROM repository', 'FROM ' + source(kind, path, wanted))
    return str(Session().query(sql + settings(threads), 'CSV')).replace('"', '')


def load(threads, repository, login):
    session = Session()
    for table, path, names in (('repository', repository, REPOSITORY_COLUMNS), ('login', login, LOGIN_COLUMNS)):
        session.query('CREATE TABLE %s (%s) ENGINE = Memory' % (table, columns(names)))
        session.query('INSERT INTO %s SELECT * FROM %s%s' % (table, source('ndjson', path, names), settings(threads)))
    return lambda query: str(session.query(queries.CLICKHOUSE[query] + settings(threads), 'TabSeparatedRaw'))


serving.main(cold, load)
