"""Programs that Debian has, and that people reach for first."""
import shutil

from . import Contender

FIELDS = ('CallerIpAddress', 'ArtifactType', 'OperationName', 'Identity')


class SQLite(Contender):
    """The sqlite3 shell: lines are imported as text and taken apart by its JSON functions."""
    name = 'sqlite3'

    def install(self):
        return shutil.which('sqlite3') is not None

    def cold(self, kind, path, threads):
        if kind != 'ndjson':
            return None
        fields = ', '.join("line ->> '%s' AS %s" % (name, name) for name in FIELDS)
        return [shutil.which('sqlite3'), ':memory:', '.mode ascii', '.separator "\x1f" "\\n"', 'CREATE TABLE events(line)',
                ".import '%s' events" % path, '.mode csv',
                "SELECT %s FROM events WHERE line ->> 'TimeGenerated' > '2026-11-22T00:00:00.0000000Z' GROUP BY 1, 2, 3, 4" % fields]


class JQ(Contender):
    name = 'jq'

    def install(self):
        return shutil.which('jq') is not None

    def cold(self, kind, path, threads):
        if kind != 'ndjson':
            return None
        program = 'select(.TimeGenerated > "2026-11-22T00:00:00.0000000Z") | [%s] | @csv' % ', '.join('.' + name for name in FIELDS)
        return ['/bin/sh', '-c', "jq -r '%s' '%s' | awk '!seen[$0]++'" % (program, path)]
