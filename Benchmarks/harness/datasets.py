"""The files that workloads read, made by generate.py when they are not there yet."""
import os
import shutil
import subprocess
import sys

FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'data')
GENERATOR = os.path.join(os.path.dirname(FOLDER), 'generate.py')

# name: (file name, options of the generator)
SHAPES = {
    'ndjson': ('repository-%d.ndjson', []),
    'varied': ('varied-%d.ndjson', ['--shuffle-keys', '--leave-out', '0.1']),
    'ndjson.gz': ('repository-%d.ndjson.gz', []),
    'hours.gz': ('hours-gz-%d', ['--hours', '--gz']),
    'hours': ('hours-%d', ['--hours']),
    'csv': ('repository-%d.csv', ['--shape', 'csv']),
    'csv.gz': ('repository-%d.csv.gz', ['--shape', 'csv']),
    'nested': ('nested-%d.ndjson', ['--shape', 'nested']),
    'login': ('login-%d.ndjson', ['--table', 'login']),
}


def path(shape, rows):
    """The path of the data, which is made if need be; unfinished data is never taken for whole."""
    name, options = SHAPES[shape]
    target = os.path.join(FOLDER, name % rows)
    if not os.path.exists(target):
        os.makedirs(FOLDER, exist_ok=True)
        print('making %s' % os.path.basename(target), file=sys.stderr, flush=True)
        draft = os.path.join(FOLDER, 'draft-' + os.path.basename(target))
        shutil.rmtree(draft, ignore_errors=True)
        subprocess.run([sys.executable, GENERATOR, draft, '--rows', str(rows)] + options, check=True)
        os.rename(draft, target)
    return target


def copies(rows, times):
    """A folder with the compressed data of some rows several times, as files of their own."""
    source = path('ndjson.gz', rows)
    target = os.path.join(FOLDER, 'copies-%d-%d' % (rows, times))
    if not os.path.exists(target):
        draft = os.path.join(FOLDER, 'draft-' + os.path.basename(target))
        shutil.rmtree(draft, ignore_errors=True)
        os.makedirs(draft)
        for number in range(times):
            shutil.copyfile(source, os.path.join(draft, '%04d.json.gz' % number))
        os.rename(draft, target)
    return target


def files(place):
    """All files of a dump, in order of their paths."""
    if not os.path.isdir(place):
        return [place]
    found = []
    for folder, folders, names in os.walk(place):
        folders.sort()
        found += [os.path.join(folder, name) for name in sorted(names)]
    return sorted(found)
