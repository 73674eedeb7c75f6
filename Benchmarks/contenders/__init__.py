"""Who is measured: one file each, and what all of them have to say."""
import os
import subprocess
import sys

FOLDER = os.path.dirname(os.path.abspath(__file__))
ENVIRONMENT = os.path.join(os.path.dirname(FOLDER), '.venv')

# PyPI packages by version, so that figures can be had again.
PACKAGES = {
    'duckdb-cli': ['duckdb-cli==1.5.6'], 'duckdb': ['duckdb==2.0.1'], 'chdb': ['chdb==4.4.0'], 'polars': ['polars==2.1.0'],
    'datafusion': ['datafusion==55.0.0'], 'duckdb-kql': ['duckdb-kql==1.1.2', 'duckdb==2.0.1'],
}


class Contender:
    """An engine. `cold` and `hot` give None for what it cannot do."""
    name = ''
    package = None

    def install(self):
        """Whether the engine is there, after trying to get it from PyPI into an environment of its own."""
        if self.package is None:
            return True
        environment = self.environment()
        done = os.path.join(environment, 'installed')
        if os.path.exists(done):
            return True
        subprocess.run([sys.executable, '-m', 'venv', environment], check=True)
        command = [os.path.join(environment, 'bin', 'pip'), 'install', '-q', '--disable-pip-version-check',
                   *PACKAGES[self.package]]
        if subprocess.run(command).returncode != 0:
            return False
        open(done, 'w').close()
        return True

    def environment(self):
        return os.path.join(ENVIRONMENT, self.package)

    def cold(self, kind, path, threads):
        """The command that answers the documents' query over files of a kind, as CSV on standard output."""
        return None

    def load(self, repository, login, threads):
        """A Worker that has both tables in memory."""
        return None

    def request(self, query):
        """What to send a worker for one of the hot queries."""
        return query.encode() + b'\n'

    def rows(self, answer):
        """The rows of a worker's answer, as lists of text."""
        lines = answer.decode().split('\n')
        return [line.split('\t') for line in lines[:lines.index('#done')]]

    @staticmethod
    def end_of_answer(answer):
        if answer.endswith(b'#done\n'):
            return len(answer)
        return None


class PythonContender(Contender):
    """An engine that is a Python module; `script` beside this file runs in its own environment."""
    script = ''
    kinds = ()

    def command(self, *arguments):
        return [os.path.join(self.environment(), 'bin', 'python'), os.path.join(FOLDER, self.script)] + list(map(str, arguments))

    def cold(self, kind, path, threads):
        return self.command('cold', threads, kind, path) if kind in self.kinds else None

    def load(self, repository, login, threads):
        from harness.measure import Worker
        worker = Worker(self.command('serve', threads, repository, login), self.end_of_answer)
        worker.read_until_done()
        return worker


def everyone(calypso):
    """All contenders, Calypso first."""
    from .calypso import Calypso
    from .duckdb_cli import DuckDBProgram
    from .modules import ClickHouse, DataFusion, DuckDBKQL, DuckDBModule, Polars
    from .programs import JQ, SQLite
    return [Calypso(calypso), DuckDBProgram(), DuckDBModule(), ClickHouse(), Polars(), DataFusion(), DuckDBKQL(), SQLite(), JQ()]
