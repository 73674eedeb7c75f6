"""The hot queries in every language that a contender speaks."""

REPOSITORY, LOGIN = 'ContainerRegistryRepositoryEvents', 'ContainerRegistryLoginEvents'
SEED = 'CallerIpAddress, ArtifactType, OperationName, Identity'

KQL = {
    'seed': f'{REPOSITORY} | where TimeGenerated > ago(24h) | sort by TimeGenerated asc | distinct {SEED}',
    'seed7d': f'{REPOSITORY} | sort by TimeGenerated asc | distinct {SEED}',
    'bin': f"{REPOSITORY} | summarize n = count() by Hour = bin(TimeGenerated, 1h), Identity "
           "| project Hour = format_datetime(Hour, 'yyyy-MM-dd HH'), Identity, n",
    'has': f"{REPOSITORY} | where UserAgent has 'containerd' | summarize count()",
    'contains': f"{REPOSITORY} | where CorrelationId contains 'beef' | summarize count()",
    'join': f"{REPOSITORY} | join kind=inner ({LOGIN} | where ResultDescription in ('401', '403')) on CorrelationId "
            '| summarize count() by Identity',
    'joinall': f'{REPOSITORY} | join kind=inner {LOGIN} on CorrelationId | count',
    'top': f'{REPOSITORY} | top 10 by todouble(DurationMs) desc | project DurationMs, CorrelationId',
    'dcount': f'{REPOSITORY} | summarize dcount(CallerIpAddress), dcount(CorrelationId)',
    'parse': f"{REPOSITORY} | parse UserAgent with client '/' ver ' ' * | summarize count() by client, ver",
    'ipv4': f"{REPOSITORY} | where ipv4_is_in_range(CallerIpAddress, '10.240.0.0/16') | summarize count() by CallerIpAddress",
}

# DuckDB and, where it differs, ClickHouse; {repository} and {login} name the tables.
DUCKDB = {
    'seed': f"SELECT {SEED} FROM repository WHERE TimeGenerated > TIMESTAMP '2026-11-22' GROUP BY ALL ORDER BY min(TimeGenerated)",
    'seed7d': f'SELECT {SEED} FROM repository GROUP BY ALL ORDER BY min(TimeGenerated)',
    'bin': "SELECT strftime(h, '%Y-%m-%d %H'), Identity, n FROM (SELECT date_trunc('hour', TimeGenerated) AS h, Identity, "
           'count(*) AS n FROM repository GROUP BY ALL)',
    'has': "SELECT count(*) FROM repository WHERE regexp_matches(UserAgent, '(?i)(^|[^a-z0-9])containerd([^a-z0-9]|$)')",
    'contains': "SELECT count(*) FROM repository WHERE CAST(CorrelationId AS VARCHAR) ILIKE '%beef%'",
    'join': 'SELECT r.Identity, count(*) FROM repository r JOIN login l ON r.CorrelationId = l.CorrelationId '
            "WHERE l.ResultDescription IN ('401', '403') GROUP BY r.Identity",
    'joinall': 'SELECT count(*) FROM repository r JOIN login l ON r.CorrelationId = l.CorrelationId',
    'top': 'SELECT DurationMs, CorrelationId FROM repository ORDER BY CAST(DurationMs AS DOUBLE) DESC LIMIT 10',
    'dcount': 'SELECT approx_count_distinct(CallerIpAddress), approx_count_distinct(CorrelationId) FROM repository',
    'parse': 'SELECT p.client, p.ver, count(*) FROM (SELECT regexp_extract(UserAgent, \'^(.*?)/(.*?) \', [\'client\', \'ver\']) AS p '
             'FROM repository) GROUP BY ALL',
    'ipv4': "SELECT CallerIpAddress, count(*) FROM repository WHERE starts_with(CallerIpAddress, '10.240.') GROUP BY ALL",
}

CLICKHOUSE = dict(DUCKDB, **{
    'seed': f"SELECT {SEED} FROM repository WHERE TimeGenerated > toDateTime64('2026-11-22 00:00:00', 7, 'UTC') "
            f'GROUP BY {SEED} ORDER BY min(TimeGenerated)',
    'seed7d': f'SELECT {SEED} FROM repository GROUP BY {SEED} ORDER BY min(TimeGenerated)',
    'bin': "SELECT formatDateTime(h, '%Y-%m-%d %H'), Identity, n FROM (SELECT toStartOfHour(TimeGenerated) AS h, Identity, "
           'count() AS n FROM repository GROUP BY h, Identity)',
    'has': "SELECT count() FROM repository WHERE hasTokenCaseInsensitive(UserAgent, 'containerd')",
    'contains': "SELECT count() FROM repository WHERE positionCaseInsensitive(CorrelationId, 'beef') > 0",
    'top': 'SELECT DurationMs, CorrelationId FROM repository ORDER BY toFloat64(DurationMs) DESC LIMIT 10',
    'dcount': 'SELECT uniq(CallerIpAddress), uniq(CorrelationId) FROM repository',
    'parse': "SELECT g[1], g[2], count() FROM (SELECT extractGroups(UserAgent, '^(.*?)/(.*?) ') AS g FROM repository) "
             'GROUP BY g[1], g[2]',
    'ipv4': "SELECT CallerIpAddress, count() FROM repository WHERE startsWith(CallerIpAddress, '10.240.') GROUP BY CallerIpAddress",
})
