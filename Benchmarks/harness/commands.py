"""The command lines of `run` and `peers`."""
import argparse
import datetime
import json
import os
import subprocess
import sys

import contenders

from . import comparison, kernels, measure, report, workloads

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOT = os.path.dirname(HERE)


def built():
    """The release build of Calypso."""
    command = ['swift', 'build', '-c', 'release']
    subprocess.run(command + ['--static-swift-stdlib', '--product', 'calypso'], cwd=ROOT, check=True, stdout=sys.stderr)
    folder = subprocess.run(command + ['--show-bin-path'], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
    return os.path.join(folder, 'calypso')


def machine():
    processor = 'unknown processor'
    for line in open('/proc/cpuinfo'):
        if line.startswith('model name'):
            processor = line.partition(':')[2].strip()
            break
    return {'processor': processor, 'count': os.cpu_count()}


def options(text, with_peers):
    parser = argparse.ArgumentParser(description=text, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('workloads', nargs='*', help='names: %s%s; all when none is given' % (
        ', '.join(workloads.WORKLOADS), '' if with_peers else ', kernels'))
    parser.add_argument('--rows', type=int, default=1_000_000)
    parser.add_argument('--growth', type=int, default=10_000_000, help='the most rows of the workload growth: copies of '
                        'compressed files beyond --rows, 116 MB for each million')
    parser.add_argument('--rounds', type=int, default=5)
    parser.add_argument('--threads', type=int, default=os.cpu_count())
    parser.add_argument('--program', help='a calypso that is already built')
    parser.add_argument('--output', help='where to write the figures as JSON', default=os.path.join(
        HERE, 'results-peers.json' if with_peers else 'results.json'))
    parser.add_argument('--report', help='where to write the page with plots', default=os.path.join(
        HERE, 'report-peers.html' if with_peers else 'report.html'))
    parser.add_argument('--compare', metavar='JSON', help='figures of an earlier run')
    if with_peers:
        parser.add_argument('--only', help='peers to measure, by name with commas between')
    else:
        parser.add_argument('--data', action='append', help='a dump of your own, any number of times')
        parser.add_argument('--query', help='a KQL file of your own')
    return parser.parse_args()


def own_dump(program, chosen):
    """Times a query of the user's over a dump of the user's; what is right is not known here."""
    query = chosen.query or os.path.join(ROOT, 'Samples', 'documents-query.kql')
    command = [program, 'query', '-f', query, '--now', 'latest', '--threads', str(chosen.threads), '--format', 'csv', *chosen.data]
    measure.warm(chosen.data)
    outcome = workloads.Outcome('own dump', 's', measure.size(chosen.data))
    answers = set()

    def once(contender):
        output, figures = measure.run(command)
        answers.add(output)
        return {'cpu': figures.cpu, 'wall': figures.wall, 'peak': figures.peak}

    outcome.figures, outcome.failures = workloads.interleaved([contenders.Contender()], chosen.rounds, once)
    outcome.figures = {'calypso': figures for figures in outcome.figures.values()}
    if len(answers) > 1:
        measure.fail('the same query gave different answers')
    found = outcome.report()
    workloads.show(found)
    return [found]


def main(text, with_peers):
    chosen = options(text, with_peers)
    names = chosen.workloads or list(workloads.WORKLOADS) + ([] if with_peers else ['kernels'])
    unknown = [name for name in names if name not in workloads.WORKLOADS and (with_peers or name != 'kernels')]
    if unknown:
        measure.fail('there is no workload %s' % ', '.join(unknown))
    program = chosen.program or built()
    results = {'date': datetime.date.today().isoformat(), 'machine': machine(), 'rows': chosen.rows, 'rounds': chosen.rounds,
               'threads': chosen.threads, 'workloads': []}
    if not with_peers and chosen.data:
        results['workloads'] = own_dump(program, chosen)
    else:
        everyone = contenders.everyone(program)
        if not with_peers:
            everyone = everyone[:1]
        elif chosen.only:
            wanted = {'calypso', *chosen.only.split(',')}
            everyone = [contender for contender in everyone if contender.name in wanted]
        present = [contender for contender in everyone if contender.install()]
        for contender in everyone:
            if contender not in present:
                measure.say('%s cannot be installed here' % contender.name)
        settings = workloads.Settings(chosen.rows, chosen.rounds, chosen.threads, chosen.growth)
        results['workloads'] = workloads.measured([name for name in names if name != 'kernels'], present, settings)
        if 'kernels' in names:
            results['kernels'] = kernels.measured(program, chosen.rows, chosen.rounds, chosen.threads)
    with open(chosen.output, 'w') as file:
        json.dump(results, file, indent=1)
    with open(chosen.report, 'w') as file:
        file.write(report.page(results))
    measure.say('\nfigures: %s\nreport: %s' % (os.path.relpath(chosen.output), os.path.relpath(chosen.report)))
    if chosen.compare:
        for line in comparison.compared(results, json.load(open(chosen.compare))):
            measure.say(line)
