"""The workloads by name: each measures some contenders in interleaved rounds and checks every answer."""
import csv
import io
import os
import shutil
import statistics
from dataclasses import dataclass, field

from . import datasets, measure, queries, reference
from .measure import Failure, say


@dataclass
class Settings:
    rows: int
    rounds: int
    threads: int
    # The most rows of the workload `growth`.
    growth: int = 0


@dataclass
class Outcome:
    """Figures by contender, and what went wrong with whom."""
    workload: str
    unit: str
    bytes: int = 0
    figures: dict = field(default_factory=dict)
    failures: dict = field(default_factory=dict)

    def report(self):
        result = {'workload': self.workload, 'bytes': self.bytes, 'contenders': {}, 'failures': self.failures}
        for name, columns in self.figures.items():
            result['contenders'][name] = {key: measure.summary(values) for key, values in columns.items() if values}
        ours = self.figures.get('calypso')
        if ours:
            result['ratios'] = {
                key: self.ratio(key) for key in ours if ours[key] and self.ratio(key) is not None}
        return result

    def ratio(self, key):
        """Calypso against the best other one: the median of the ratios of paired rounds."""
        ours = self.figures['calypso'][key]
        others = {name: columns[key] for name, columns in self.figures.items() if name != 'calypso' and columns.get(key)}
        if not others:
            return None
        best = min(others, key=lambda name: statistics.median(others[name]))
        return {'to': best, 'ratio': statistics.median(a / b for a, b in zip(ours, others[best]))}


def interleaved(contenders, rounds, once):
    """Runs `once(contender)` in turn, `rounds` times each after one that does not count; whoever fails is left out."""
    figures, failures = {}, {}
    alive = list(contenders)
    for number in range(rounds + 1):
        for contender in list(alive):
            try:
                found = once(contender)
            except (Failure, ValueError, KeyError, OSError) as error:
                failures[contender.name] = str(error)[:500]
                figures.pop(contender.name, None)
                alive.remove(contender)
                continue
            if number:
                columns = figures.setdefault(contender.name, {})
                for key, value in found.items():
                    columns.setdefault(key, []).append(value)
    return figures, failures


def check(query, rows, expected):
    if not reference.agrees(query, rows, expected[query]):
        raise Failure('a wrong answer to %s: %d rows where %d are right' % (query, len(rows), len(expected[query])))


# Cold: files to the answer of the documents' query.

def cold(kind, rows=None, trusting=False, times=1):
    """The documents' query over files; over several copies of them the answer is the same."""
    def workload(name, contenders, settings):
        count = rows or settings.rows
        path = datasets.path(kind, count) if times == 1 else datasets.copies(count, times)
        expected = reference.answers(count)
        measure.warm([path])

        def once(contender):
            command = contender.cold(kind, path, settings.threads)
            if trusting and contender.name == 'calypso':
                command = contender.cold(kind, path, settings.threads, trusting=True)
            output, figures = measure.run(command)
            found = [row for row in csv.reader(io.StringIO(output.decode())) if row and row != queries.SEED.split(', ')]
            check('seed', found, expected)
            return {'cpu': figures.cpu, 'wall': figures.wall, 'peak': figures.peak}

        able = [c for c in contenders if c.cold(kind, path, settings.threads)]
        outcome = Outcome(name, 's', measure.size([path]))
        outcome.figures, outcome.failures = interleaved(able, settings.rounds, once)
        return [outcome]
    return workload


def threads(name, contenders, settings):
    """What a second thread gains: wall time with one thread over wall time with two."""
    path = datasets.path('ndjson', settings.rows)
    measure.warm([path])

    def once(contender):
        walls = []
        for count in (1, 2):
            walls.append(measure.run(contender.cold('ndjson', path, count))[1].wall)
        return {'gain': walls[0] / walls[1]}

    outcome = Outcome(name, 'x')
    able = [c for c in contenders if c.name in ('calypso', 'duckdb-cli')]
    outcome.figures, outcome.failures = interleaved(able, settings.rounds, once)
    return [outcome]


# Start-up.

def startup(name, contenders, settings):
    outcome = Outcome(name, 's')

    def once(contender):
        _, figures = measure.run([contender.program, '--help'])
        return {'cpu': figures.cpu, 'wall': figures.wall, 'peak': figures.peak}

    ours = [c for c in contenders if c.name == 'calypso']
    outcome.figures, outcome.failures = interleaved(ours, max(settings.rounds, 9), once)
    return [outcome]


# Hot: both tables in memory.

def hot(name, contenders, settings):
    repository, login = datasets.path('ndjson', settings.rows), datasets.path('login', settings.rows)
    expected = reference.answers(settings.rows)
    measure.warm([repository, login])
    load = Outcome('load', 's', measure.size([repository, login]))
    workers = {}
    for contender in contenders:
        try:
            figures = []
            for _ in range(min(3, settings.rounds)):
                if contender.name in workers:
                    workers.pop(contender.name).close()
                begin = os.times()
                worker = contender.load(repository, login, settings.threads)
                if worker is None:
                    break
                workers[contender.name] = worker
                figures.append((worker.cpu(), os.times().elapsed - begin.elapsed, worker.peak()))
            if figures:
                load.figures[contender.name] = dict(zip(('cpu', 'wall', 'peak'), map(list, zip(*figures))))
        except (Failure, OSError) as error:
            load.failures[contender.name] = str(error)[:500]
    loaded = [c for c in contenders if c.name in workers]
    outcomes = [load]
    for query in queries.KQL:
        outcome = Outcome('hot-' + query, 's')

        def once(contender):
            answer, seconds = workers[contender.name].ask(contender.request(query))
            check(query, contender.rows(answer), expected)
            return {'wall': seconds}

        outcome.figures, outcome.failures = interleaved(loaded, 2 * settings.rounds + 1, once)
        outcomes.append(outcome)
    for worker in workers.values():
        worker.close()
    return outcomes


# The store: logs kept in a file of the engine's own.

def store(name, contenders, settings):
    repository, login = datasets.path('ndjson', settings.rows), datasets.path('login', settings.rows)
    expected = reference.answers(settings.rows)
    measure.warm([repository, login])
    able = [c for c in contenders if hasattr(c, 'build')]
    places = {c.name: os.path.join(datasets.FOLDER, 'store-' + c.name) for c in able}

    def build(contender):
        place = places[contender.name]
        for path in (place, place + '-wal', place + '-shm', place + '.wal'):
            if os.path.exists(path):
                os.remove(path)
        _, figures = measure.run(contender.build(place, repository, login, settings.threads))
        return {'cpu': figures.cpu, 'wall': figures.wall, 'peak': figures.peak, 'megabytes': os.path.getsize(place) / 1e6}

    built = Outcome('store-build', 's', measure.size([repository, login]))
    built.figures, built.failures = interleaved(able, min(3, settings.rounds), build)

    def ask(contender):
        output, figures = measure.run(contender.ask_built(places[contender.name], settings.threads))
        found = [row for row in csv.reader(io.StringIO(output.decode())) if row and row != queries.SEED.split(', ')]
        check('seed', found, expected)
        return {'cpu': figures.cpu, 'wall': figures.wall, 'peak': figures.peak}

    asked = Outcome('store-query', 's')
    asked.figures, asked.failures = interleaved([c for c in able if c.name in built.figures], 2 * settings.rounds + 1, ask)
    for place in places.values():
        if os.path.exists(place):
            os.remove(place)
    return [built, asked]


# Growth: time and memory against rows, and against distinct keys.

def growth(name, contenders, settings):
    outcomes = []
    able = [c for c in contenders if c.name in ('calypso', 'duckdb-cli')]
    rows = 10_000
    while rows <= max(settings.rows, 10_000):
        outcomes += cold('ndjson', rows)('growth-rows-%d' % rows, able, settings)
        rows *= 10
    # Beyond the data that is made, copies of it are read; compressed ones, so that they fit on a disk.
    times = 1
    while settings.rows * times <= settings.growth:
        few = Settings(settings.rows, min(settings.rounds, 2 if times > 10 else 3), settings.threads)
        workload = cold('ndjson.gz', settings.rows, times=times)
        outcomes += workload('growth-compressed-%d' % (settings.rows * times), able if times <= 10 else able[:1], few)
        times *= 10
    ours = [c for c in contenders if c.name == 'calypso']
    keys = 100
    while keys <= settings.rows:
        text = 'range n from 1 to %d step 1 | summarize count() by k = n %% %d | summarize count()' % (4 * settings.rows, keys)

        def once(contender):
            output, figures = measure.run([contender.program, 'query', text, '--format', 'csv', '--threads',
                                           str(settings.threads)])
            if output.decode().split() != ['count_', str(keys)]:
                raise Failure('a wrong number of keys')
            return {'cpu': figures.cpu, 'wall': figures.wall, 'peak': figures.peak}

        outcome = Outcome('growth-keys-%d' % keys, 's')
        outcome.figures, outcome.failures = interleaved(ours, settings.rounds, once)
        outcomes.append(outcome)
        keys *= 10
    return outcomes


WORKLOADS = {
    'cold-ndjson': cold('ndjson'), 'cold-ndjson-trusting': cold('ndjson', trusting=True), 'cold-varied': cold('varied'),
    'cold-ndjson.gz': cold('ndjson.gz'), 'cold-hours': cold('hours'), 'cold-hours.gz': cold('hours.gz'),
    'cold-csv': cold('csv'), 'cold-csv.gz': cold('csv.gz'), 'cold-nested': cold('nested'),
    'cold-100k': cold('ndjson', rows=100_000), 'threads': threads, 'startup': startup, 'hot': hot, 'store': store,
    'growth': growth,
}


def measured(names, contenders, settings):
    """Outcomes of workloads, said as they come."""
    outcomes = []
    for name in names:
        for outcome in WORKLOADS[name](name, contenders, settings):
            report = outcome.report()
            outcomes.append(report)
            show(report)
    return outcomes


def show(report):
    say('\n%s%s' % (report['workload'], '  %.0f MB' % (report['bytes'] / 1e6) if report['bytes'] else ''))
    for name, columns in report['contenders'].items():
        parts = []
        for key, value in columns.items():
            unit = {'peak': ' MiB', 'megabytes': ' MB', 'gain': ' x'}.get(key, ' s')
            digits = '%.0f' if key in ('peak', 'megabytes') else '%.4f' if value['median'] < 0.1 else '%.3f'
            parts.append('%s %s%s (%s-%s)' % (key, digits % value['median'], unit, digits % value['least'], digits % value['most']))
        if report['bytes'] and 'cpu' in columns:
            parts.append('%.2f GB/s of CPU' % (report['bytes'] / 1e9 / columns['cpu']['median']))
        say('  %-11s %s' % (name, '  '.join(parts)))
    for key, value in report.get('ratios', {}).items():
        say('  calypso / %s, round by round: %s %.2f' % (value['to'], key, value['ratio']))
    for name, reason in report['failures'].items():
        say('  %s: %s' % (name, reason))


def remove_data():
    shutil.rmtree(datasets.FOLDER, ignore_errors=True)
