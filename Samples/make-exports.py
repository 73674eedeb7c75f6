#!/usr/bin/env python3
"""Writes the sample exports: one made-up day and a bit of a registry, in the forms in which Azure hands logs out.

    python3 make-exports.py [FOLDER]        the same bytes every time

Everything is invented: documentation addresses, made-up names and ids. Who appears:

    203.0.113.10    the AKS cluster behind its outbound load balancer    expected
    198.51.100.21   Microsoft Defender, scanning images                  expected
    192.0.2.66      a forgotten token, from outside                      not expected, and it succeeded
    192.0.2.99      somebody who guesses passwords                       not expected, refused
    192.0.2.200     a caller of the day before, out of ago(24h)
"""
import csv
import datetime
import gzip
import io
import json
import os
import random
import sys

END = datetime.datetime(2026, 11, 23, 6, 0, tzinfo=datetime.timezone.utc)
REGISTRY = 'harborline'
RESOURCE = ('/SUBSCRIPTIONS/0A1B2C3D-0000-4000-8000-00000000AAAA/RESOURCEGROUPS/RG-HARBOR/PROVIDERS/'
            'MICROSOFT.CONTAINERREGISTRY/REGISTRIES/HARBORLINE')
KUBELET = '6f0c51f0-0000-4000-8000-0000000000a1'
DEFENDER = '6f0c51f0-0000-4000-8000-0000000000d2'
CALLERS = {
    'aks': ('203.0.113.10', KUBELET, 'containerd/1.7.23'),
    'defender': ('198.51.100.21', DEFENDER, 'MDCContainersSecurity/1.0'),
    'token': ('192.0.2.66', 'old-build-token', 'docker/27.1.1 go/go1.21.12 (linux)'),
    'guesser': ('192.0.2.99', 'harborline', 'curl/8.5.0'),
    'yesterday': ('192.0.2.200', 'pat@contoso.example', 'docker/26.0.0 go/go1.21.8 (linux)'),
}
REPOSITORIES = ['shop/web', 'shop/cart', 'tools/backup']


def stamp(time):
    return time.strftime('%Y-%m-%dT%H:%M:%S.') + '%06d0Z' % time.microsecond


def guid(rng):
    h = '%032x' % rng.getrandbits(128)
    return '-'.join([h[:8], h[8:12], '4' + h[13:16], '8' + h[17:20], h[20:]])


def events():
    """(table, time, row in Log Analytics columns), by time."""
    rng = random.Random(20261123)
    plan = [(29.5, 'yesterday', 'Pull', '200')]
    plan += [(hours + rng.random(), 'aks', 'Pull', '200') for hours in (28, 22, 17, 12, 9, 6, 4, 2, 0.2)]
    plan += [(hours + rng.random() / 2, 'defender', 'Pull', '200') for hours in (20, 8)]
    plan += [(13.4, 'token', 'Pull', '200'), (13.2, 'token', 'Push', '403'), (3.3, 'token', 'Pull', '200')]
    plan += [(5.1, 'aks', 'Pull', '404')]
    logins = [(hours, caller, 'Login', '200') for hours, caller, _, status in plan if status == '200']
    logins += [(7.0 - i / 60, 'guesser', 'Login', '401') for i in range(4)]
    digests = {name: 'sha256:%064x' % rng.getrandbits(256) for name in REPOSITORIES}
    result = []
    for hours, caller, operation, status in plan + logins:
        time = END - datetime.timedelta(hours=hours, seconds=2 if operation == 'Login' else 0,
                                        microseconds=rng.randrange(1000000))
        address, identity, agent = CALLERS[caller]
        row = {
            'TimeGenerated': stamp(time), 'OperationName': operation, 'Category': '', 'CorrelationId': guid(rng),
            'LoginServer': REGISTRY + '.azurecr.io', 'Identity': identity, 'CallerIpAddress': address,
            'DurationMs': '%.3f' % (20 + 60 * rng.random()), 'Region': 'westeurope', 'ResultType': 'HttpStatusCode',
            'ResultDescription': status, 'UserAgent': agent,
        }
        if operation == 'Login':
            table = 'ContainerRegistryLoginEvents'
            row['JwtId'] = guid(rng) if status == '200' else ''
        else:
            table = 'ContainerRegistryRepositoryEvents'
            repository = rng.choice(REPOSITORIES)
            row.update(Repository=repository, Tag='3.%d' % rng.randrange(9), Digest=digests[repository],
                       MediaType='application/vnd.oci.image.manifest.v1+json', ArtifactType='acr.docker')
        row['Category'] = table
        result.append((table, time, row))
    return sorted(result, key=lambda event: event[1])


def diagnostic_record(table, row):
    """As a diagnostic setting writes it: common fields outside, the rest in "properties"."""
    properties = {key[0].lower() + key[1:]: row[key] for key in
                  ('Tag', 'Digest', 'MediaType', 'Repository', 'ArtifactType', 'LoginServer', 'UserAgent', 'JwtId') if key in row}
    return {
        'time': row['TimeGenerated'], 'category': table, 'resourceId': RESOURCE, 'operationName': row['OperationName'],
        'identity': row['Identity'], 'location': row['Region'], 'resultType': row['ResultType'],
        'resultDescription': row['ResultDescription'], 'durationMs': row['DurationMs'],
        'callerIpAddress': row['CallerIpAddress'], 'correlationId': row['CorrelationId'], 'properties': properties,
    }


def write(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'wb') as file:
        file.write(data)


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), 'exports')
    found = events()
    blobs = {}
    for table, time, row in found:
        path = 'insights-logs-%s/resourceId=%s/y=%04d/m=%02d/d=%02d/h=%02d/m=00/PT1H.json.gz' % (
            table.lower(), RESOURCE, time.year, time.month, time.day, time.hour)
        blobs.setdefault(path, []).append(json.dumps(diagnostic_record(table, row), separators=(',', ':')))
    for path, lines in blobs.items():
        data = ('\n'.join(lines) + '\n').encode()
        write(os.path.join(folder, 'storage-account', path), gzip.compress(data, mtime=0))
    for table in ('ContainerRegistryRepositoryEvents', 'ContainerRegistryLoginEvents'):
        rows = [dict(row, Type=table) for name, _, row in found if name == table]
        write(os.path.join(folder, 'log-analytics-json', table + '.json'),
              ('[\n' + ',\n'.join(json.dumps(row) for row in rows) + '\n]\n').encode())
        text = io.StringIO()
        names = list(rows[0])
        writer = csv.writer(text, lineterminator='\r\n')
        writer.writerow(['TimeGenerated [UTC]' if name == 'TimeGenerated' else name for name in names])
        for row in rows:
            time = datetime.datetime.strptime(row['TimeGenerated'][:26], '%Y-%m-%dT%H:%M:%S.%f')
            hour = time.hour % 12 or 12
            shown = '%d/%d/%d, %d:%02d:%02d.%03d %s' % (time.month, time.day, time.year, hour, time.minute, time.second,
                                                      time.microsecond // 1000, 'AM' if time.hour < 12 else 'PM')
            writer.writerow([shown if name == 'TimeGenerated' else row[name] for name in names])
        write(os.path.join(folder, 'log-analytics-csv', table + '.csv'), ('\ufeff' + text.getvalue()).encode())


if __name__ == '__main__':
    main()
