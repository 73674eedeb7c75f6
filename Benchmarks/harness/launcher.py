"""Starts processes and counts what they use; a small process itself, for a child's peak memory begins with its parent's.

Requests come as JSON lines {"argv", "output", "errors"} and are answered as {"status", "cpu", "wall", "peak"}.
"""
import json
import os
import sys
import time


def launched(argv, output, errors):
    start = time.perf_counter()
    child = os.fork()
    if child == 0:
        try:
            for path, descriptor in ((output, 1), (errors, 2)):
                os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), descriptor)
            os.execv(argv[0], argv)
        finally:
            os._exit(127)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - start
    return {'status': os.waitstatus_to_exitcode(status), 'cpu': usage.ru_utime + usage.ru_stime, 'wall': wall,
            'peak': usage.ru_maxrss / 1024}


if __name__ == '__main__':
    for line in sys.stdin:
        print(json.dumps(launched(**json.loads(line))), flush=True)
