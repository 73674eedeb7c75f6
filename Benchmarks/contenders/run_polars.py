import os
import sys

os.environ['POLARS_MAX_THREADS'] = sys.argv[2]
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import polars as pl  # noqa: E402
from contenders import serving  # noqa: E402
from generate import LOGIN_COLUMNS, REPOSITORY_COLUMNS  # noqa: E402

KEYS = ['CallerIpAddress', 'ArtifactType', 'OperationName', 'Identity']
VARIED = {'CorrelationId', 'JwtId', 'DurationMs', 'TimeGenerated'}
SINCE = '2026-11-22T00:00:00.0000000Z'


def distinct(frame, since):
    if since:
        frame = frame.filter(pl.col('TimeGenerated') > since)
    return frame.group_by(KEYS).agg(pl.col('TimeGenerated').min().alias('first')).sort('first').select(KEYS)


def cold(threads, kind, path):
    schema = {name: pl.String for name in ['TimeGenerated'] + KEYS}
    if kind.startswith('csv'):
        frame = pl.scan_csv(path, schema={name: pl.String for name in REPOSITORY_COLUMNS})
    else:
        frame = pl.scan_ndjson(path, schema=schema, ignore_errors=False)
    return distinct(frame, SINCE).collect().rows()


def text(frame):
    return frame.write_csv(separator='\t', include_header=False, quote_style='never')


def load(threads, repository, login):
    def read(path, names):
        frame = pl.read_ndjson(path, schema={name: pl.String for name in names})
        return frame.with_columns(pl.col(name).cast(pl.Categorical) for name in names if name not in VARIED)
    events, logins = read(repository, REPOSITORY_COLUMNS).lazy(), read(login, LOGIN_COLUMNS).lazy()
    agents = pl.col('UserAgent').cast(pl.String)
    callers = pl.col('CallerIpAddress').cast(pl.String)
    failed = logins.filter(pl.col('ResultDescription').cast(pl.String).is_in(['401', '403'])).select('CorrelationId')
    count = pl.len().alias('n')
    groups = agents.str.extract_groups('^(.*?)/(.*?) ')
    plans = {
        'seed': distinct(events, SINCE), 'seed7d': distinct(events, None),
        'bin': events.group_by(pl.col('TimeGenerated').str.head(13).str.replace('T', ' ', literal=True), 'Identity').agg(count),
        'has': events.filter(agents.str.contains(r'(?i)\bcontainerd\b')).select(count),
        'contains': events.filter(pl.col('CorrelationId').str.contains('(?i)beef')).select(count),
        'join': events.select('Identity', 'CorrelationId').join(failed, on='CorrelationId').group_by('Identity').agg(count),
        'joinall': events.select('CorrelationId').join(logins.select('CorrelationId'), on='CorrelationId').select(count),
        'top': events.select(pl.col('DurationMs').cast(pl.Float64).alias('d'), 'DurationMs', 'CorrelationId')
                     .top_k(10, by='d').sort('d', descending=True).select('DurationMs', 'CorrelationId'),
        'dcount': events.select(pl.col('CallerIpAddress').n_unique(), pl.col('CorrelationId').n_unique()),
        'parse': events.select(groups.struct.field('1').fill_null('').alias('client'),
                               groups.struct.field('2').fill_null('').alias('ver'))
                       .group_by('client', 'ver').agg(count),
        'ipv4': events.filter(callers.str.starts_with('10.240.')).group_by('CallerIpAddress').agg(count),
    }
    return lambda query: text(plans[query].collect())


serving.main(cold, load)
