"""What one row costs, by the type of the column and by what is done with it, over a table in memory."""
import json
import os
import random
import statistics

from . import datasets
from .measure import Worker

TYPES = {'flag': 'bool', 'small': 'long', 'wide': 'long', 'ratio': 'real', 'moment': 'datetime', 'word': 'string',
         'unique': 'string', 'bag': 'dynamic'}
FORMS = {
    'filter': {
        'flag': 'T | where flag | count', 'small': 'T | where small == 7 | count', 'wide': 'T | where wide > 500000 | count',
        'ratio': 'T | where ratio < 0.25 | count', 'moment': 'T | where moment > datetime(2026-06-01) | count',
        'word': "T | where word == 'w11' | count", 'unique': "T | where unique endswith '77' | count",
        'bag': 'T | where bag.a == 3 | count'},
    'group': {
        'flag': 'T | summarize count() by flag | count', 'small': 'T | summarize count() by small | count',
        'wide': 'T | summarize count() by wide | count', 'moment': 'T | summarize count() by bin(moment, 1d) | count',
        'word': 'T | summarize count() by word | count', 'unique': 'T | summarize count() by unique | count'},
    'aggregate': {
        'small': 'T | summarize sum(small), max(small)', 'wide': 'T | summarize sum(wide), max(wide)',
        'ratio': 'T | summarize avg(ratio), max(ratio)', 'moment': 'T | summarize min(moment), max(moment)',
        'word': 'T | summarize dcount(word)', 'unique': 'T | summarize dcount(unique)'},
    'sort': {
        'small': 'T | sort by small asc | take 1000000000 | count', 'wide': 'T | top 10 by wide asc | count',
        'ratio': 'T | top 10 by ratio desc | count', 'word': 'T | top 10 by word asc | count'},
    'compute': {
        'wide': 'T | summarize sum(wide * 3 + 1)', 'ratio': 'T | summarize sum(sqrt(ratio))',
        'word': 'T | summarize count() by toupper(word) | count', 'unique': 'T | summarize sum(strlen(unique))',
        'moment': 'T | summarize count() by hourofday(moment) | count'},
}


def table(rows):
    path = os.path.join(datasets.FOLDER, 'kernels-%d.ndjson' % rows)
    if not os.path.exists(path):
        os.makedirs(datasets.FOLDER, exist_ok=True)
        draw = random.Random(1)
        with open(path + '.draft', 'w') as file:
            for number in range(rows):
                file.write(json.dumps({
                    'flag': draw.random() < 0.5, 'small': draw.randrange(100), 'wide': draw.randrange(1_000_000),
                    'ratio': draw.random(), 'moment': '2026-%02d-%02dT%02d:00:00Z' % (
                        1 + number % 12, 1 + draw.randrange(28), draw.randrange(24)),
                    'word': 'w%d' % draw.randrange(1000), 'unique': 'u%09d' % number, 'bag': {'a': draw.randrange(10)}}) + '\n')
        os.rename(path + '.draft', path)
    return path


def measured(program, rows, rounds, threads):
    """Nanoseconds a row by form and column."""
    worker = Worker([program, 'serve', '--stdio', '--load', '--threads', str(threads), '--memory-limit', '8GB',
                     'T=' + table(rows)], lambda answer: len(answer) if answer.endswith(b'\n') else None)
    worker.read_until_done()

    def seconds(query):
        request = json.dumps({'id': 1, 'query': query}).encode() + b'\n'
        answers = [worker.ask(request) for _ in range(rounds + 1)]
        reply = json.loads(answers[0][0])
        if 'error' in reply:
            raise ValueError('%s: %s' % (query, reply['error']))
        return statistics.median(value for _, value in answers[1:])

    overhead = seconds('print 1')
    results = {}
    for form, columns in FORMS.items():
        for column, query in columns.items():
            cost = max(0.0, seconds(query) - overhead) / rows * 1e9
            results['%s %s (%s)' % (form, column, TYPES[column])] = cost
            print('  %-28s %7.2f ns a row' % ('%s %s (%s)' % (form, column, TYPES[column]), cost), flush=True)
    worker.close()
    return results
