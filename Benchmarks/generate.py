#!/usr/bin/env python3
"""Writes made-up container registry events, the same bytes for the same options.

    generate.py OUT.ndjson --rows 1000000                     repository events, Log Analytics columns, ~970 bytes each
    generate.py OUT.ndjson.gz --rows 1000000                  the same, compressed (any name that ends in .gz)
    generate.py OUT.csv --shape csv                           the same as CSV with a header
    generate.py OUT.ndjson --shape nested                     as diagnostic settings write them to a storage account
    generate.py FOLDER --hours [--gz]                         one blob an hour, in the folders that Azure makes
    generate.py OUT.ndjson --table login --rows 1000000       the logins that belong to 1,000,000 repository events
    generate.py OUT.ndjson --shuffle-keys --leave-out 0.1     keys in another order on every line, some left out

The events fill the seven days up to 2026-11-23T00:00:00Z (Monday to Sunday; a Sunday holds 9.2 % of its week). Addresses are
from private and documentation ranges. Rows are written as they are made: memory does not grow with their number.
"""

import argparse
import bisect
import gzip
import json
import os
import random
import sys

END = "2026-11-23"
DAYS = ["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20", "2026-11-21", "2026-11-22"]
DAY_WEIGHTS = [0.158, 0.158, 0.158, 0.158, 0.158, 0.118, 0.092]
HOUR_WEIGHTS = [2, 2, 2, 2, 2, 3, 4, 6, 8, 9, 9, 8, 7, 8, 9, 9, 8, 6, 4, 3, 3, 3, 2, 2]

WORKSPACE = "99999999-9999-4999-8999-999999999999"
TENANT = "88888888-8888-4888-8888-888888888888"
SUBSCRIPTION = "11111111-1111-4111-8111-111111111111"
RESOURCE = (f"/subscriptions/{SUBSCRIPTION}/resourcegroups/rg-acr"
            "/providers/microsoft.containerregistry/registries/contosoacr")
WORKSPACE_RESOURCE = (f"/subscriptions/{SUBSCRIPTION}/resourcegroups/rg-contoso-logs"
                      "/providers/microsoft.operationalinsights/workspaces/law-contoso")
REPOSITORY_TABLE = "ContainerRegistryRepositoryEvents"
LOGIN_TABLE = "ContainerRegistryLoginEvents"

REPOSITORY_COLUMNS = [
    "TimeGenerated", "TenantId", "OperationName", "Category", "CorrelationId", "LoginServer", "CallerIpAddress",
    "Region", "Identity", "UserTenantId", "UserAgent", "ResultType", "ResultDescription", "DurationMs", "Repository",
    "Tag", "Digest", "MediaType", "ArtifactType", "SourceSystem", "Type", "_ResourceId"]
LOGIN_COLUMNS = [
    "TimeGenerated", "TenantId", "OperationName", "Category", "CorrelationId", "LoginServer", "CallerIpAddress",
    "Region", "Identity", "UserAgent", "ResultType", "ResultDescription", "DurationMs", "JwtId", "SourceSystem",
    "Type", "_ResourceId"]
LEFT_OUT = ["UserTenantId", "UserAgent", "DurationMs", "Tag", "Digest", "MediaType", "Region", "SourceSystem"]
NESTED_NAMES = {
    "TimeGenerated": "time", "Category": "category", "OperationName": "operationName", "Identity": "identity",
    "Region": "location", "ResultType": "resultType", "ResultDescription": "resultDescription",
    "DurationMs": "durationMs", "CallerIpAddress": "callerIpAddress", "CorrelationId": "correlationId"}
NESTED_ENVELOPE = ["TimeGenerated", "Category", "_ResourceId", "OperationName", "Identity", "Region", "ResultType",
                   "ResultDescription", "DurationMs", "CallerIpAddress", "CorrelationId"]
NESTED_PROPERTIES = {
    REPOSITORY_TABLE: [("tag", "Tag"), ("digest", "Digest"), ("mediaType", "MediaType"), ("repository", "Repository"),
                       ("artifactType", "ArtifactType"), ("tenantId", "UserTenantId"), ("loginServer", "LoginServer"),
                       ("userAgent", "UserAgent")],
    LOGIN_TABLE: [("jwtId", "JwtId"), ("loginServer", "LoginServer"), ("userAgent", "UserAgent")]}

MASK = (1 << 64) - 1


def mixed(word):
    """A well-spread function of a row number, so that a row's identifiers do not depend on the rows before it."""
    word = (word + 0x9E3779B97F4A7C15) & MASK
    word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & MASK
    return word ^ (word >> 31)


def guid(seed, number):
    high = mixed(seed * 0x1F123BB5 + number * 2)
    low = mixed(seed * 0x1F123BB5 + number * 2 + 1)
    text = f"{high:016x}{low:016x}"
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-8{text[17:20]}-{text[20:]}"


class Weighted:
    """Draws positions with a frequency that falls with the position (Zipf)."""

    def __init__(self, count, exponent):
        total = 0.0
        self.bounds = []
        for rank in range(count):
            total += 1 / (rank + 1) ** exponent
            self.bounds.append(total)
        self.total = total
        self.last = count - 1

    def draw(self, random_value):
        return min(bisect.bisect_left(self.bounds, random_value * self.total), self.last)


class World:
    """Who calls what: the values that events are put together from."""

    def __init__(self, seed):
        self.seed = seed
        draw = random.Random(seed)
        self.draw = draw
        # Callers: clusters with their nodes, build agents, people, the scanner.
        self.clusters = []
        for number in range(60):
            nodes = [f"10.240.{number}.{4 + node}" for node in range(18 + draw.randrange(8))]
            self.clusters.append((guid(101, number), nodes))
        self.builders = []
        for number in range(100):
            addresses = [f"203.0.113.{draw.randrange(1, 255)}" for _ in range(1 + draw.randrange(2))]
            self.builders.append((guid(102, number), addresses))
        self.people = [f"{name}.{letter}@contoso.example" for name in
                       ("anna", "bert", "carla", "dmitri", "eva", "farid", "grace", "hugo", "ines", "jonas", "kim", "lena")
                       for letter in "abcde"][:58]
        self.scanner = guid(103, 0)
        self.scanner_addresses = [f"198.51.100.{20 + number}" for number in range(60)]
        # Software.
        self.cluster_agents = [f"containerd/{version}" for version in
                               ("1.6.33", "1.7.20-1", "1.7.22-1", "1.7.23-1", "v1.7.24", "2.0.0", "2.0.1", "v2.0.2")]
        self.docker_agents = [
            f"docker/{version} go/go1.{21 + number % 3}.{number % 9} git-commit/{mixed(number) >> 36:07x}"
            + f" kernel/6.8.0-10{number:02d}-azure os/linux arch/amd64 UpstreamClient(Docker-Client/{version} \\(linux\\))"
            for number, version in enumerate(f"2{minor}.{number % 4}.{number % 3}" for number, minor in
                                             enumerate([3, 4, 5, 6, 7] * 6))]
        self.other_agents = (
            [f"AZURECLI/2.{60 + number}.0 (DEB) azsdk-python-containerregistry/1.2.{number} Python/3.11.{number} (Linux-6.8)"
             for number in range(6)]
            + [f"Buildah/1.{30 + number}.1" for number in range(4)] + ["helm/3.16.2", "oras/1.2.0"]
            + [f"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{120 + number}.0.0.0"
               for number in range(10)])
        # Content.
        teams = ["shop", "batch", "data", "identity", "search", "billing", "edge", "platform", "mobile", "ml"]
        parts = ["web", "api", "worker", "nightly", "proxy", "migrator", "cache", "scheduler", "exporter", "gateway",
                 "frontend", "indexer", "mailer", "reports", "sync"]
        self.repositories = [f"{team}/{part}" for team in teams for part in parts]
        draw.shuffle(self.repositories)
        self.images = []
        for number in range(4500):
            digest = "sha256:" + "".join(f"{mixed(number * 8 + part):016x}" for part in range(4))
            self.images.append((self.repositories[number % 150], f"{1 + number % 3}.{number % 40}.{number // 150}", digest))
        self.media_types = ["application/vnd.docker.distribution.manifest.v2+json",
                            "application/vnd.oci.image.manifest.v1+json",
                            "application/vnd.docker.distribution.manifest.list.v2+json",
                            "application/vnd.oci.image.index.v1+json"]
        self.cluster_rank = Weighted(60, 0.7)
        self.builder_rank = Weighted(100, 0.8)
        self.image_rank = Weighted(4500, 0.9)
        self.docker_rank = Weighted(len(self.docker_agents), 0.6)

    def repository_event(self, number, time):
        rnd = self.draw.random
        who = rnd()
        repository, tag, digest = self.images[self.image_rank.draw(rnd())]
        operation, status, artifact = "Pull", "200", "acr.docker"
        if who < 0.665:
            identity, nodes = self.clusters[self.cluster_rank.draw(rnd())]
            address = nodes[int(rnd() * rnd() * len(nodes))]
            agent = self.cluster_agents[(len(nodes) + int(rnd() * 2)) % 8]
            if rnd() < 0.1:
                tag = digest
        elif who < 0.935:
            identity, addresses = self.builders[self.builder_rank.draw(rnd())]
            address = addresses[int(rnd() * len(addresses))]
            agent = self.docker_agents[self.docker_rank.draw(rnd())]
            kind = rnd()
            operation = "Pull" if kind < 0.8 else "Push" if kind < 0.96 else "Untag" if kind < 0.98 else "Delete"
            status = "201" if operation == "Push" else "200"
        elif who < 0.965:
            identity = self.people[int(rnd() * rnd() * len(self.people))]
            address = f"203.0.113.{1 + int(rnd() * 60)}"
            agent = self.other_agents[int(rnd() * len(self.other_agents))]
            operation = "Pull" if rnd() < 0.9 else "Delete"
        elif who < 0.9925:
            identity = self.scanner
            address = self.scanner_addresses[int(rnd() * 60)]
            agent = "MDCContainersSecurity/1.0"
        else:
            # The callers that nobody expects: many addresses, few identities, mostly refused.
            identity = ("contosoacr", "ci-legacy-token", "mallory@fabrikam.example", "<nil>")[int(rnd() * 4)]
            kind = rnd()
            address = (f"192.0.2.{1 + int(rnd() * 254)}" if kind < 0.2 else f"2001:db8:{int(rnd() * 4096):x}::{int(rnd() * 16):x}")
            agent = self.other_agents[int(rnd() * len(self.other_agents))]
            status = "403" if rnd() < 0.7 else "200"
        fault = rnd()
        if fault < 0.012:
            status = "404" if fault < 0.009 else "429"
        if rnd() < 0.03:
            artifact = "acr.artifact"
        media = self.media_types[int(rnd() * rnd() * 4)]
        duration = f"{10 + rnd() * rnd() * 400:.6f}"
        if status == "404":
            digest = media = "<nil>"
        return {
            "TimeGenerated": time, "TenantId": WORKSPACE, "OperationName": operation, "Category": REPOSITORY_TABLE,
            "CorrelationId": guid(self.seed, number), "LoginServer": "contosoacr.azurecr.io", "CallerIpAddress": address,
            "Region": "westeurope", "Identity": identity, "UserTenantId": TENANT, "UserAgent": agent,
            "ResultType": "HttpStatusCode", "ResultDescription": status, "DurationMs": duration,
            "Repository": repository, "Tag": tag, "Digest": digest, "MediaType": media, "ArtifactType": artifact,
            "SourceSystem": "Azure", "Type": REPOSITORY_TABLE, "_ResourceId": RESOURCE}

    def login_event(self, number, event):
        """The login before a repository event; shares its CorrelationId."""
        rnd = self.draw.random
        failed = event["ResultDescription"] == "403" or rnd() < 0.004
        return {
            "TimeGenerated": event["TimeGenerated"], "TenantId": WORKSPACE, "OperationName": "Login",
            "Category": LOGIN_TABLE, "CorrelationId": event["CorrelationId"], "LoginServer": "contosoacr.azurecr.io",
            "CallerIpAddress": event["CallerIpAddress"], "Region": "westeurope", "Identity": event["Identity"],
            "UserAgent": event["UserAgent"], "ResultType": "HttpStatusCode",
            "ResultDescription": ("401" if rnd() < 0.6 else "403") if failed else "200",
            "DurationMs": f"{20 + rnd() * rnd() * 200:.6f}", "JwtId": guid(self.seed + 7, number), "SourceSystem": "Azure",
            "Type": LOGIN_TABLE, "_ResourceId": RESOURCE}

    def is_login_of(self, number):
        """416 of 1,000 repository events follow a login of their own; the others reuse a token."""
        return mixed(self.seed + number * 3) % 1000 < 416


def hours(rows):
    """(day, hour, rows in it) for every hour of the week; the rows add up to `rows`."""
    total = sum(HOUR_WEIGHTS)
    done, share = 0, 0.0
    for day, day_weight in zip(DAYS, DAY_WEIGHTS):
        for hour, weight in enumerate(HOUR_WEIGHTS):
            share += day_weight * weight / total
            upto = rows if (day, hour) == (DAYS[-1], 23) else round(rows * share)
            yield day, hour, upto - done
            done = upto


def events(world, rows, table):
    """(day, hour, event) in order of arrival, which is the order of time but for a second or so."""
    number = 0
    for day, hour, count in hours(rows):
        for position in range(count):
            at = int((position + world.draw.random() * min(2.0, count)) / (count + 2) * 36_000_000_000)
            second, fraction = divmod(at, 10_000_000)
            time = f"{day}T{hour:02d}:{second // 60:02d}:{second % 60:02d}.{fraction:07d}Z"
            event = world.repository_event(number, time)
            if table == "login":
                if world.is_login_of(number):
                    yield day, hour, world.login_event(number, event)
            else:
                yield day, hour, event
            number += 1


class Encoder:
    """Turns an event into a line of one of the shapes."""

    def __init__(self, options):
        self.options = options
        self.table = LOGIN_TABLE if options.table == "login" else REPOSITORY_TABLE
        self.columns = LOGIN_COLUMNS if options.table == "login" else REPOSITORY_COLUMNS
        self.draw = random.Random(options.seed + 1)
        self.quoted = {}
        varies = options.shuffle_keys or options.leave_out > 0
        self.encode = {"flat": self.varied if varies else self.flat, "nested": self.nested, "csv": self.csv}[options.shape]

    def header(self):
        return ",".join(self.columns) + "\n" if self.options.shape == "csv" else ""

    def text(self, value):
        """A JSON string; the few values with something to escape are remembered."""
        if "\\" not in value and '"' not in value:
            return '"' + value + '"'
        known = self.quoted.get(value)
        if known is None:
            known = self.quoted[value] = json.dumps(value, ensure_ascii=False)
        return known

    def flat(self, event):
        text = self.text
        return "{" + ",".join([f'"{name}":{text(value)}' for name, value in event.items()]) + "}\n"

    def varied(self, event):
        names = list(self.columns)
        if self.options.leave_out > 0:
            names = [name for name in names if name not in LEFT_OUT or self.draw.random() >= self.options.leave_out]
        if self.options.shuffle_keys:
            self.draw.shuffle(names)
        text = self.text
        return "{" + ",".join([f'"{name}":{text(event[name])}' for name in names]) + "}\n"

    def nested(self, event):
        text = self.text
        envelope = [f'"resourceId": {text(RESOURCE.upper())}' if name == "_ResourceId"
                    else f'"{NESTED_NAMES[name]}": {text(event[name])}' for name in NESTED_ENVELOPE]
        properties = ",".join([f'"{name}":{text(event[column])}' for name, column in NESTED_PROPERTIES[self.table]])
        return "{ " + ", ".join(envelope) + ', "properties": {' + properties + '}, "RegionStamp": "weu-3"}\n'

    def csv(self, event):
        return ",".join(['"' + value.replace('"', '""') + '"' if "," in value or '"' in value else value
                         for value in event.values()]) + "\n"


def open_output(path):
    if path == "-":
        return sys.stdout.buffer
    folder = os.path.dirname(path)
    if folder:
        os.makedirs(folder, exist_ok=True)
    if path.endswith(".gz"):
        # Without a name and a time in the header the same events give the same bytes.
        return gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=open(path, "wb"), mtime=0)
    return open(path, "wb")


def blob_path(folder, options, day, hour):
    table = (LOGIN_TABLE if options.table == "login" else REPOSITORY_TABLE).lower()
    year, month, day_of_month = day.split("-")
    when = f"y={year}/m={month}/d={day_of_month}/h={hour:02d}/m=00"
    name = {"csv": "PT1H.csv"}.get(options.shape, "PT1H.json") + (".gz" if options.gz else "")
    if options.shape == "nested":
        return f"{folder}/insights-logs-{table}/resourceId={RESOURCE.upper()}/{when}/{name}"
    return f"{folder}/am-{table}/WorkspaceResourceId={WORKSPACE_RESOURCE}/{when}/{name}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", help="file, folder with --hours, or - for standard output")
    parser.add_argument("--rows", type=int, default=1_000_000, help="repository events (with --table login: the logins of them)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--table", choices=["repository", "login"], default="repository")
    parser.add_argument("--shape", choices=["flat", "nested", "csv"], default="flat")
    parser.add_argument("--hours", action="store_true", help="one blob an hour in Azure's folders")
    parser.add_argument("--gz", action="store_true", help="compress the blobs of --hours")
    parser.add_argument("--shuffle-keys", action="store_true", help="another order of keys on every line (flat)")
    parser.add_argument("--leave-out", type=float, default=0, metavar="P", help="leave each optional key out with this probability (flat)")
    options = parser.parse_args()

    world = World(options.seed)
    encoder = Encoder(options)
    output, current = None, None
    pending = []

    def flush():
        if pending:
            output.write("".join(pending).encode())
            pending.clear()

    def close():
        nonlocal output
        if output is None:
            return
        flush()
        inner = getattr(output, "fileobj", None)
        output.flush() if output is sys.stdout.buffer else output.close()
        if inner is not None:
            inner.close()
        output = None

    for day, hour, event in events(world, options.rows, options.table):
        wanted = blob_path(options.output, options, day, hour) if options.hours else options.output
        if wanted != current:
            close()
            output, current = open_output(wanted), wanted
            pending.append(encoder.header())
        pending.append(encoder.encode(event))
        if len(pending) >= 4096:
            flush()
    if output is None and not options.hours:
        output = open_output(options.output)
        pending.append(encoder.header())
    close()


if __name__ == "__main__":
    main()
