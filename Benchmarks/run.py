#!/usr/bin/env python3
"""Times the documents' query over one million events, beside DuckDB's command line on the same file.

    Benchmarks/run.py                       builds, makes the data, measures
    Benchmarks/run.py --rows 100000 --rounds 9
    Benchmarks/run.py --data DUMP.ndjson --query FILE.kql    your own dump (Calypso alone)

DuckDB comes from PyPI (duckdb-cli) into Benchmarks/.venv; without it Calypso is measured alone. Rounds are interleaved, the
first of each is not counted, and medians are of whole processes: CPU (user + system), wall time, peak memory. The answers
are compared as sets of rows. What is measured is written to Benchmarks/results.json.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
NOW = '2026-11-23T00:00:00Z'
COLUMNS = ['CallerIpAddress', 'ArtifactType', 'OperationName', 'Identity']


def measure(command):
    """(output, cpu seconds, wall seconds, peak MiB) of a whole process."""
    read, write = os.pipe()
    start = time.perf_counter()
    child = os.fork()
    if child == 0:
        os.close(read)
        os.dup2(write, 1)
        os.execv(command[0], command)
    os.close(write)
    with os.fdopen(read, 'rb') as pipe:
        output = pipe.read()
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - start
    if status != 0:
        sys.exit('%s ended with status %d' % (command[0], status))
    return output, usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024


def duckdb():
    """DuckDB's program, installed when it is not there yet; None when it cannot be had."""
    program = os.path.join(HERE, '.venv', 'bin', 'duckdb')
    if not os.path.exists(program):
        subprocess.run([sys.executable, '-m', 'venv', os.path.join(HERE, '.venv')], check=True)
        pip = os.path.join(HERE, '.venv', 'bin', 'pip')
        if subprocess.run([pip, 'install', '-q', 'duckdb-cli==1.5.6']).returncode != 0:
            return None
    return program


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--rows', type=int, default=1000000)
    parser.add_argument('--rounds', type=int, default=5)
    parser.add_argument('--threads', type=int, default=os.cpu_count())
    parser.add_argument('--data', help='a dump of your own')
    parser.add_argument('--query', help='a KQL file of your own')
    parser.add_argument('--program', help='a calypso that is already built')
    options = parser.parse_args()

    program = options.program
    if not program:
        subprocess.run(['swift', 'build', '-c', 'release', '--product', 'calypso'], cwd=ROOT, check=True)
        folder = subprocess.run(['swift', 'build', '-c', 'release', '--show-bin-path'], cwd=ROOT, check=True,
                                capture_output=True, text=True).stdout.strip()
        program = os.path.join(folder, 'calypso')
    data = options.data
    if not data:
        data = os.path.join(HERE, 'data', 'repository-%d.ndjson' % options.rows)
        if not os.path.exists(data):
            os.makedirs(os.path.dirname(data), exist_ok=True)
            subprocess.run([sys.executable, os.path.join(HERE, 'generate.py'), data, '--rows', str(options.rows)], check=True)
    with open(data, 'rb') as file:
        while file.read(1 << 24):  # into the page cache
            pass

    query = options.query or os.path.join(ROOT, 'Samples', 'documents-query.kql')
    contenders = {'calypso': [program, 'query', '-f', query, '--now', NOW, '--threads', str(options.threads),
                              '--format', 'csv', 'Events=' + data]}
    peer = None if options.data or options.query else duckdb()
    if peer:
        names = ', '.join("%s: 'VARCHAR'" % name for name in COLUMNS)
        sql = ("SET threads = %d; COPY (SELECT %s FROM read_json('%s', format = 'newline_delimited', columns = {TimeGenerated: "
               "'TIMESTAMP', %s}) WHERE TimeGenerated > TIMESTAMP '2026-11-22 00:00:00' GROUP BY ALL ORDER BY min(TimeGenerated)) "
               "TO '/dev/stdout' (FORMAT csv)" % (options.threads, ', '.join(COLUMNS), data, names))
        contenders['duckdb-cli'] = [peer, '-c', sql]

    runs = {name: [] for name in contenders}
    answers = {}
    for counted in range(options.rounds + 1):
        for name, command in contenders.items():
            output, *figures = measure(command)
            answers[name] = set(output.decode().splitlines())
            if counted:
                runs[name].append(figures)
    if len({frozenset(answer) for answer in answers.values()}) != 1:
        sys.exit('the answers differ: ' + ', '.join('%s %d rows' % (name, len(answer)) for name, answer in answers.items()))

    size = os.path.getsize(data)
    report = {'data': os.path.basename(data), 'bytes': size, 'threads': options.threads, 'rounds': options.rounds, 'medians': {}}
    print('%s, %.0f MB, %d threads, medians of %d rounds' % (report['data'], size / 1e6, options.threads, options.rounds))
    for name, figures in runs.items():
        cpu, wall, peak = (statistics.median(column) for column in zip(*figures))
        spread = [(min(column), max(column)) for column in zip(*figures)]
        report['medians'][name] = {'cpuSeconds': cpu, 'wallSeconds': wall, 'peakMiB': peak, 'spread': spread}
        print('%-11s cpu %.3f s (%.3f-%.3f)  wall %.3f s (%.3f-%.3f)  peak %.0f MiB  %.2f GB/s of CPU' % (
            (name, cpu) + spread[0] + (wall,) + spread[1] + (peak, size / 1e9 / cpu)))
    if 'duckdb-cli' in runs:
        ratios = [statistics.median(a[i] / b[i] for a, b in zip(runs['calypso'], runs['duckdb-cli'])) for i in range(3)]
        report['calypsoToDuckDB'] = {'cpu': ratios[0], 'wall': ratios[1], 'peak': ratios[2]}
        print('calypso / duckdb-cli, pair by pair: cpu %.2f  wall %.2f  peak %.2f' % tuple(ratios))
    with open(os.path.join(HERE, 'results.json'), 'w') as file:
        json.dump(report, file, indent=1)


if __name__ == '__main__':
    main()
