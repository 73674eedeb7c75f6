"""Time and memory of processes, as the kernel counts them."""
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass


@dataclass
class Figures:
    """CPU is user and system time of the process and its children; peak is resident memory."""
    cpu: float
    wall: float
    peak: float


class Launcher:
    """The process that starts what is measured."""

    def __init__(self):
        program = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'launcher.py')
        self.process = subprocess.Popen([sys.executable, '-I', program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.folder = tempfile.TemporaryDirectory(prefix='calypso-benchmark-')

    def run(self, argv):
        output, errors = (os.path.join(self.folder.name, name) for name in ('output', 'errors'))
        print(json.dumps({'argv': argv, 'output': output, 'errors': errors}), file=self.process.stdin, flush=True)
        found = json.loads(self.process.stdout.readline())
        with open(output, 'rb') as file:
            text = file.read()
        if found.pop('status') != 0:
            with open(errors, errors='replace') as file:
                raise Failure('%s failed: %s' % (os.path.basename(argv[0]), ' '.join(file.read().split())[-300:]))
        return text, Figures(**found)


def run(argv):
    """(standard output, Figures) of a whole process.

    Raises Failure with what the process said when it does not succeed."""
    if not LAUNCHER:
        LAUNCHER.append(Launcher())
    return LAUNCHER[0].run(argv)


LAUNCHER = []


class Failure(Exception):
    pass


class Worker:
    """A process that has loaded tables and answers requests, one line each; an answer ends with a line of its own."""

    def __init__(self, argv, last_line):
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, bufsize=0)
        self.last_line = last_line
        self.rest = b''

    def read_until_done(self):
        answer = self.rest
        while True:
            end = self.last_line(answer)
            if end is not None:
                self.rest = answer[end:]
                return answer[:end]
            block = os.read(self.process.stdout.fileno(), 1 << 20)
            if not block:
                self.errors.seek(0)
                said = self.errors.read().decode(errors='replace')
                raise Failure('%s ended early: %s' % (os.path.basename(self.process.args[0]), ' '.join(said.split())[-300:]))
            answer += block

    def ask(self, request):
        """(answer, seconds from the request to the last byte of the answer)."""
        start = time.perf_counter()
        self.process.stdin.write(request)
        answer = self.read_until_done()
        return answer, time.perf_counter() - start

    def peak(self):
        """Most MiB that the process held."""
        for line in open('/proc/%d/status' % self.process.pid):
            if line.startswith('VmHWM:'):
                return int(line.split()[1]) / 1024
        return 0.0

    def cpu(self):
        fields = open('/proc/%d/stat' % self.process.pid).read().rpartition(')')[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def warm(paths):
    """Reads files once, so that all contenders find them in the page cache."""
    for path in paths:
        if os.path.isdir(path):
            warm(os.path.join(path, name) for name in sorted(os.listdir(path)))
        else:
            with open(path, 'rb') as file:
                while file.read(1 << 24):
                    pass


def size(paths):
    total = 0
    for path in paths:
        if os.path.isdir(path):
            total += size(os.path.join(path, name) for name in os.listdir(path))
        else:
            total += os.path.getsize(path)
    return total


def summary(values):
    """Median and spread."""
    return {'median': statistics.median(values), 'least': min(values), 'most': max(values)}


def say(text):
    print(text, flush=True)


def fail(text):
    sys.exit('benchmark: ' + text)
