"""What the scripts of the Python modules share: the command line, and answering requests as lines of text."""
import sys


def main(cold, load):
    """`cold(threads, kind, path)` gives rows; `load(threads, repository, login)` gives a function from a query's name to
    rows or to text that is ready."""
    if sys.argv[1] == 'cold':
        write(cold(int(sys.argv[2]), sys.argv[3], sys.argv[4]), ',')
        return
    ask = load(int(sys.argv[2]), sys.argv[3], sys.argv[4])
    sys.stdout.write('#done\n')
    sys.stdout.flush()
    for line in sys.stdin:
        write(ask(line.strip()), '\t')
        sys.stdout.write('#done\n')
        sys.stdout.flush()


def write(answer, separator):
    if isinstance(answer, str):
        sys.stdout.write(answer)
    else:
        sys.stdout.write(''.join([separator.join(map(str, row)) + '\n' for row in answer]))
