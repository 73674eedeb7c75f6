"""Calypso itself."""
import json

from harness import queries
from harness.measure import Worker

from . import Contender

NOW = '2026-11-23T00:00:00Z'


class Calypso(Contender):
    name = 'calypso'

    def __init__(self, program):
        self.program = program

    def cold(self, kind, path, threads, trusting=False):
        text = '| where TimeGenerated > ago(24h) | sort by TimeGenerated asc | distinct ' + queries.SEED
        return ([self.program, 'query', text, '--now', NOW, '--threads', str(threads), '--format', 'csv', path]
                + (['--trust-skipped'] if trusting else []))

    def build(self, database, repository, login, threads):
        """The command that makes a store of both tables."""
        return [self.program, 'ingest', database, repository, login, '--threads', str(threads)]

    def ask_built(self, database, threads):
        return [self.program, 'query', queries.KQL['seed'], '--now', NOW, '--threads', str(threads), '--format', 'csv', database]

    def load(self, repository, login, threads):
        worker = Worker([self.program, 'serve', '--stdio', '--load', '--now', NOW, '--threads', str(threads),
                         '--memory-limit', '8GB', repository, login], self.end_of_answer)
        worker.read_until_done()
        return worker

    def request(self, query):
        return json.dumps({'id': query, 'query': queries.KQL[query]}).encode() + b'\n'

    def rows(self, answer):
        reply = json.loads(answer)
        if 'error' in reply:
            raise ValueError('%s: %s' % (reply['id'], reply['error']))
        return [[value if isinstance(value, str) else json.dumps(value) for value in row] for row in reply['rows']]

    @staticmethod
    def end_of_answer(answer):
        return len(answer) if answer.endswith(b'\n') else None
