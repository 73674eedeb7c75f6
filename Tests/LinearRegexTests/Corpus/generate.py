#!/usr/bin/env python3
"""Asks Rust's regex engine (package "paula" from PyPI) about random patterns and texts.

    python3 generate.py SEED COUNT > cases.jsonl

Each line: {"p": pattern, "t": text, "m": null when the pattern is invalid, else a list of matches, each a list of
the groups (null for one that took no part)}.
"""
import json
import random
import sys

import paula

ATOMS = ['a', 'b', 'c', 'A', 'é', 'ß', 'K', 's', 'k', 'ſ', '.', '\\d', '\\w', '\\s', '\\D', '\\W', '\\S', '[abc]', '[^a]', '[a-c]',
         '[a-z&&[^b]]', '[a-z--b]', '[[:alpha:]]', '[[:^digit:]]', '[\\d_-]', '[]a]', '[^]a]', '[a\\]]', '[é-ü]', '\\p{L}', '\\pN', '\\P{Lu}',
         '\\p{Greek}', '\\p{Ll}', '\\x61', '\\u00e9', '\\x{62}', '\\.', '\\t', '\\n', '0', '1', '_', '-', ' ', 'ab', 'abc', 'Ω', '日', '\\-', '\\/', '#',
         '[~~a]', '[a~~b]', '[0-9a-f]', '\\U0001F600', '😀', ',', ':']
ASSERTIONS = ['^', '$', '\\b', '\\B', '\\A', '\\z', '\\b{start}', '\\b{end}', '\\<', '\\>', '\\b{start-half}', '\\b{end-half}', '(?-u:\\b)']
FLAGS = ['i', 'm', 's', 'U', 'x', 'R', 'im', 'is', 'i-s', '-i', 'u', 'mR']
JUNK = ['(', ')', '[', ']', '{', '}', '*', '+', '?', '\\', '(?', '(?<', '(?=', '\\1', '\\q', '{2', '{,3}', '[z-a]', '(?i', '\\p{Nope}', '\\Z', '(?P<n', '&&']
TEXT = ['a', 'b', 'c', 'A', 'B', 'é', 'ß', 'K', 'k', 's', 'ſ', 'S', '0', '1', '9', '_', '-', ' ', '\n', '\r', '\r\n', '\t', '.', ',', ':', 'Ω', 'ω', '日', '😀', 'ab', 'abc',
        '\u200d', '\u0301', 'É', 'ü']


def pattern(rng, depth=0):
    branches = []
    for _ in range(1 if rng.random() < 0.75 else rng.randint(2, 3)):
        parts = []
        for _ in range(rng.randint(0 if rng.random() < 0.1 else 1, 4)):
            kind = rng.random()
            if kind < 0.55 or depth > 3:
                part = rng.choice(ATOMS)
            elif kind < 0.65:
                part = rng.choice(ASSERTIONS)
            elif kind < 0.97:
                opening = rng.choice(['(', '(', '(?:', '(?P<g%d>' % rng.randint(0, 99), '(?<h%d>' % rng.randint(0, 99), '(?%s:' % rng.choice(FLAGS)])
                part = opening + pattern(rng, depth + 1) + ')'
            else:
                part = '(?%s)' % rng.choice(FLAGS)
            if rng.random() < 0.3:
                part += rng.choice(['*', '+', '?', '{2}', '{1,3}', '{2,}', '{0,2}', '{0}']) + rng.choice(['', '', '?'])
            if rng.random() < 0.01:
                part += rng.choice(JUNK)
            parts.append(part)
        branches.append(''.join(parts))
    return '|'.join(branches)


def main():
    rng = random.Random(int(sys.argv[1]))
    for _ in range(int(sys.argv[2])):
        p = pattern(rng)
        t = ''.join(rng.choice(TEXT) for _ in range(rng.randint(0, 12)))
        try:
            found = paula.Regex(p).captures_iter(t)
        except ValueError:
            found = None
        print(json.dumps({'p': p, 't': t, 'm': found}, ensure_ascii=False))


main()
