"""The right answers, computed row by row in plain Python from the generated files, and nothing else."""
import hashlib
import json
import os
from collections import Counter

from . import datasets

SINCE = '2026-11-22T00:00:00.0000000Z'
SEED_COLUMNS = ('CallerIpAddress', 'ArtifactType', 'OperationName', 'Identity')


def term_match(text, term):
    """Whether `term` stands in `text` as a whole run of letters and digits, in any case."""
    text = text.lower()
    at = text.find(term)
    while at >= 0:
        before = text[at - 1:at]
        after = text[at + len(term):at + len(term) + 1]
        if not before.isalnum() and not after.isalnum():
            return True
        at = text.find(term, at + 1)
    return False


def parsed(agent):
    """What `parse UserAgent with client '/' version ' ' *` finds."""
    client, slash, rest = agent.partition('/')
    version, space, _ = rest.partition(' ')
    return (client, version) if slash and space else ('', '')


def compute(repository, login):
    """Answers by query: sets or counters of rows as tuples of text."""
    failed, logins = Counter(), Counter()
    for line in open(login):
        event = json.loads(line)
        logins[event['CorrelationId']] += 1
        if event['ResultDescription'] in ('401', '403'):
            failed[event['CorrelationId']] += 1
    seed, seed7d = set(), set()
    hours, joined, agents, addresses = Counter(), Counter(), Counter(), Counter()
    callers, correlations = set(), set()
    has = contains = joinall = rows = 0
    longest = []
    for line in open(repository):
        event = json.loads(line)
        rows += 1
        key = tuple(event[name] for name in SEED_COLUMNS)
        seed7d.add(key)
        if event['TimeGenerated'] > SINCE:
            seed.add(key)
        hours[event['TimeGenerated'][:13].replace('T', ' '), event['Identity']] += 1
        agent, correlation, caller = event['UserAgent'], event['CorrelationId'], event['CallerIpAddress']
        has += term_match(agent, 'containerd')
        contains += 'beef' in correlation.lower()
        joined[event['Identity']] += failed.get(correlation, 0)
        joinall += logins.get(correlation, 0)
        agents[parsed(agent)] += 1
        callers.add(caller)
        correlations.add(correlation)
        if caller.startswith('10.240.'):
            addresses[caller] += 1
        longest.append((float(event['DurationMs']), event['DurationMs'], correlation))
        if len(longest) > 4096:
            longest = sorted(longest, reverse=True)[:10]
    counted = lambda counter: sorted([*key, str(count)] if isinstance(key, tuple) else [key, str(count)]
                                     for key, count in counter.items() if count)
    return {
        'rows': rows,
        'seed': sorted(map(list, seed)), 'seed7d': sorted(map(list, seed7d)), 'bin': counted(hours),
        'has': [[str(has)]], 'contains': [[str(contains)]], 'join': counted(joined), 'joinall': [[str(joinall)]],
        'top': [[text, correlation] for _, text, correlation in sorted(longest, reverse=True)[:10]],
        'dcount': [[str(len(callers)), str(len(correlations))]], 'parse': counted(agents), 'ipv4': counted(addresses)}


def answers(rows):
    """The answers over generated data of so many rows; kept beside the data."""
    repository, login = datasets.path('ndjson', rows), datasets.path('login', rows)
    source = open(os.path.abspath(__file__), 'rb').read() + open(datasets.GENERATOR, 'rb').read()
    kept = os.path.join(datasets.FOLDER, 'answers-%d-%s.json' % (rows, hashlib.sha256(source).hexdigest()[:12]))
    if not os.path.exists(kept):
        print('computing the right answers over %d rows' % rows, flush=True)
        with open(kept + '.draft', 'w') as file:
            json.dump(compute(repository, login), file)
        os.rename(kept + '.draft', kept)
    return json.load(open(kept))


def agrees(query, found, expected):
    """Whether rows (lists of text) are the right answer, in any order; estimates of distinct counts within 10 %."""
    if query == 'dcount':
        return all(abs(int(a) - int(b)) <= 0.1 * int(b) + 1 for a, b in zip(found[0], expected[0])) and len(found) == 1
    if query == 'top':
        return found == expected
    return sorted(found) == sorted(expected)
