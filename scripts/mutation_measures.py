# -*- coding: utf-8 -*-
"""Which lines each test runs, and how long it takes: kept in a file from one run to the next.

A test is run again only if its file, a helper next to it, or a function that it runs has changed.
Where a function has only moved, its lines are moved.
"""
import ast
import difflib
import glob
import hashlib
import json
import os

FUNCTIONS = (ast.FunctionDef, ast.Lambda)


def still_true(path):
    """What a file of measures says that is still so: a dictionary by the names of the tests."""
    if not os.path.exists(path):
        return {}
    with open(path) as file:
        written = json.load(file)
    moves = {name: lines_moved(source, _source(name))
             for name, source in written['sources'].items()}
    return {name: _moved(test, moves) for name, test in written['tests'].items()
            if test['file'] == digest(name) and _is_true(test, moves)}


def write(path, tests):
    """Keep these for the next run, with the sources that they are about."""
    sources = {name: _source(name) for test in tests.values() for name in test['lines']}
    with open(path + '.new', 'w') as file:
        json.dump({'sources': sources, 'tests': tests}, file)
    os.replace(path + '.new', path)


def digest(test):
    """What changes when the file of this test, or a helper in a folder above it, does."""
    path = test.split('::')[0]
    if path not in _DIGESTS:
        content = hashlib.sha1()
        for name in [path] + _helpers(os.path.dirname(path)):
            content.update(_source(name).encode('utf-8'))
        _DIGESTS[path] = content.hexdigest()
    return _DIGESTS[path]


#: By the files of tests.
_DIGESTS = {}


def _helpers(folder):
    names = [name for name in sorted(glob.glob(os.path.join(folder, '*.py')))
             if not os.path.basename(name).startswith('test_')]
    return names + _helpers(os.path.dirname(folder)) if folder else []


def _source(path):
    if not os.path.exists(path):
        return ''
    with open(path, encoding='utf-8') as file:
        return file.read()


def lines_moved(old, new):
    """Where the lines of functions that are unchanged are now."""
    functions = functions_of(old)
    moved, changed = {}, []
    for kind, first, last, start, _ in difflib.SequenceMatcher(
            None, old.splitlines(), new.splitlines(), autojunk=False).get_opcodes():
        if kind == 'equal':
            moved.update((number + 1, number + 1 + start - first) for number in range(first, last))
        else:   # between two lines if some are only added
            changed.append((first + 0.5, first + 0.5) if first == last else (first + 1, last))
    for begin, end in functions:
        if any(first <= end and last >= begin for first, last in changed):
            for number in range(begin, end + 1):
                moved.pop(number, None)
    return moved


def functions_of(source):
    """The first and the last line of each function."""
    return [(node.lineno, node.end_lineno) for node in ast.walk(ast.parse(source))
            if isinstance(node, FUNCTIONS)]


def lines_of_functions(path):
    """The numbers of all lines of a module that are in a function."""
    return {number for first, last in functions_of(_source(path))
            for number in range(first, last + 1)}


def _is_true(test, moves):
    return all(number in moves[name] for name, numbers in test['lines'].items()
               for number in numbers)


def _moved(test, moves):
    lines = {name: [moves[name][number] for number in numbers]
             for name, numbers in test['lines'].items()}
    return dict(test, lines=lines)
