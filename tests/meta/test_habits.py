# -*- coding: utf-8 -*-
"""Habits: constructs that are forbidden in this project."""
from __future__ import unicode_literals

import ast
import io
import os
import re

import pytest

from slipstream.api.compat import text_type

from .tree import API, PRODUCT, ROOT, SANDBOX, TESTS, text_files

#: What these programs are for is to print.
PROGRAMS = (
    'slipstream.api.__main__', 'slipstream.sandbox.__main__',
    'slipstream.sandbox.command_line.capture', 'slipstream.sandbox.command_line.exit_status',
    'slipstream.sandbox.command_line.restore',
    'slipstream.sandbox.command_line.restoring', 'slipstream.sandbox.command_line.serve',
    'slipstream.sandbox.command_line.tour', 'slipstream.sandbox.command_line.transcript')
#: Who may catch everything, and why.
LAST_RESORTS = {
    'slipstream/api/listing.py': 'whatever leaves a generator, its local variables are forgotten; '
    'it continues',
    'slipstream/api/redaction/guard.py': 'the same',
    'slipstream/api/methods/batches.py': 'what the function of a caller raises is the outcome of '
    'its item, or is raised in the thread of the caller',
    'slipstream/api/transport/history.py': 'what observes a call must not fail it, and is logged',
    'slipstream/sandbox/core.py': 'a fault of the sandbox is logged and becomes a 500, as by '
    'the real service'}
#: Functions of ``logging`` that touch the root logger.
ROOT_LOGGER = {'basicConfig', 'critical', 'debug', 'error', 'exception', 'info', 'log',
               'setLoggerClass', 'warn', 'warning'}
#: Words that mean that something is missing.
UNFINISHED = re.compile(r'\b(TO' r'DO|FIX' r'ME|XX' r'X|HA' r'CK)\b')
#: A lint complaint may be silenced where the comment tells why.
SILENCED = re.compile(r'#\s*(?:no' r'qa|type: ig' r'nore|pragma: no co' r'ver)(?P<rest>[^\n]*)')
REASON = re.compile(r'^(?:: [A-Z]+\d+)? - \w.+|^: [a-z].+')
#: What stands for itself in a regular expression: what is behind a backslash or in brackets.
LITERAL = re.compile(r'\\.|\[\^?\]?(?:\\.|[^\]])*\]', re.DOTALL)
#: Folders of a machine or of its owner, and what lies beside a clone.
MACHINE_PATHS = re.compile(
    r'(?<![\w./:])(?:/wo' r'rk/|/ro' r'ot/|/op' r't/(?!slipstream/)|/home/(?!user)\w|'
    r'~/\.py' r'env|\.\./sha' r'red|sha' r'red/(?:protocol|design|style|compat))')


def _calls(module, name):
    return [call for call in module.nodes(ast.Call) if isinstance(call.func, ast.Name)
            and call.func.id == name]


def _handlers(module, *names):
    """The lines of the handlers that catch everything, or a class of these names."""
    caught = []
    for handler in module.nodes(ast.ExceptHandler):
        kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
        caught.extend((str(module), handler.lineno) for kind in kinds if kind is None
                      or getattr(kind, 'id', None) in names)
    return caught


def _loose_ends(module):
    """The lines of the regular expressions with a dollar sign: it matches before a line end, too.

    Not counted are those behind a backslash and in square brackets.
    """
    patterns = [call for call in module.nodes(ast.Call) if call.args
                and isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name)
                and call.func.value.id == 're']
    return [(str(module), call.lineno) for call in patterns
            if any('$' in LITERAL.sub('', text) for text in _texts(call.args[0]))]


def _texts(node):
    return [value if isinstance(value, text_type) else value.decode('latin-1')
            for part in ast.walk(node) for _, value in ast.iter_fields(part)
            if isinstance(value, (text_type, bytes))]


class Sample(object):
    """A module that breaks a rule."""

    def __init__(self, source):
        self.tree = ast.parse(source)

    def nodes(self, kind):
        """All nodes of a kind."""
        return [node for node in ast.walk(self.tree) if isinstance(node, kind)]

    def __repr__(self):
        return str('sample')


def test_the_library_does_not_print():
    silent = [module for name, module in PRODUCT.items() if name not in PROGRAMS]
    assert [str(module) for module in silent if _calls(module, 'print')] == []


def test_the_root_logger_is_left_alone():
    libraries = [module for name, module in PRODUCT.items() if name not in PROGRAMS]
    used = [(str(module), node.lineno) for module in libraries
            for node in module.nodes(ast.Attribute)
            if isinstance(node.value, ast.Name) and node.value.id == 'logging'
            and node.attr in ROOT_LOGGER]
    assert sorted(used) == []


def test_log_lines_are_put_together_only_when_they_are_wanted():
    eager = [(str(module), call.lineno) for module in PRODUCT.values()
             for call in module.nodes(ast.Call)
             if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name)
             and call.func.value.id == 'logger'
             and call.args and isinstance(call.args[0], (ast.BinOp, ast.Call))]
    assert sorted(eager) == []


def test_b85_errors_are_caught_by_name():
    modules = [module for module in PRODUCT.values() if module.path not in LAST_RESORTS]
    assert sorted(pair for module in modules
                  for pair in _handlers(module, 'Exception', 'BaseException')) == []
    assert sorted(pair for module in TESTS.values() for pair in _handlers(module)) == []


def test_a_broad_handler_would_be_found():
    module = Sample('try:\n    a\nexcept (ValueError, Exception):\n    b\nexcept KeyError:\n    '
                    'c\nexcept:\n    d\n')
    assert sorted(_handlers(module, 'Exception')) == [('sample', 3), ('sample', 7)]


def test_nothing_is_left_unfinished():
    modules = list(PRODUCT.values()) + list(TESTS.values())
    assert sorted(str(module) for module in modules if UNFINISHED.search(module.text)) == []
    assert sorted(str(module) for module in PRODUCT.values()
                  if {node.id for node in module.nodes(ast.Name)} & {'NotImplementedError'}) == []


def test_a_silenced_complaint_carries_its_reason():
    modules = list(PRODUCT.values()) + list(TESTS.values())
    bare = [(str(module), match.group()) for module in modules
            for match in SILENCED.finditer(module.text) if not REASON.match(match.group('rest'))]
    assert sorted(bare) == []


def test_no_test_is_skipped_without_a_condition():
    marks = {'skip', 'xfail'}
    used = [(str(module), node.lineno) for module in TESTS.values()
            for node in module.nodes(ast.Attribute)
            if node.attr in marks and isinstance(node.value, ast.Attribute)
            and node.value.attr == 'mark']
    assert sorted(used) == []


def test_no_pattern_lets_a_line_end_pass_at_its_end():
    assert sorted(pair for module in PRODUCT.values() for pair in _loose_ends(module)) == []


@pytest.mark.parametrize('source,is_loose', [
    ("re.compile('a$')", True), ("re.match(r'%s$|b' % name, text)", True),
    ("re.search(r'[a]$', text)", True), (r"re.compile(r'a\Z')", False),
    (r"re.compile(r'\$[^]$]\Z')", False), ("text.split('$')", False)])
def test_a_pattern_that_lets_a_line_end_pass_would_be_found(source, is_loose):
    module = Sample('%s\n' % source)
    assert _loose_ends(module) == ([('sample', 1)] if is_loose else [])


def test_files_know_nothing_of_the_machine_they_were_written_on():
    mentions = []
    for path in text_files():
        with io.open(os.path.join(ROOT, path), encoding='utf-8') as source:
            mentions.extend((path, match.group())
                            for match in MACHINE_PATHS.finditer(source.read()))
    assert mentions == []


def test_the_rules_see_the_whole_product():
    assert len(API) > 15
    assert len(SANDBOX) > 60
    assert {'README.rst', 'setup.py', 'slipstream/api/api.py',
            'tests/meta/test_habits.py'} <= set(text_files())


#: Who may make a lock that is not one of each process, and why.
MAY_LOCK = {
    'slipstream/api/methods/batches.py': 'a batch ends with the call that made it',
    'slipstream/api/transport/cookies.py': 'they are made by a PerProcess',
}


def locks(tree):
    """The lines of a syntax tree in which a lock is made at once, which a child would inherit."""
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Call)
            and getattr(node.func, 'attr', None) in ('Condition', 'Lock', 'RLock', 'Semaphore')
            and getattr(node.func.value, 'id', None) == 'threading']


def test_locks_are_those_of_one_process():
    modules = [module for module in API.values() if module.path not in MAY_LOCK]
    assert [(module.path, locks(module.tree)) for module in modules if locks(module.tree)] == []


def test_a_lock_that_a_child_inherits_would_be_found():
    assert locks(ast.parse('a = threading.Lock()\nb = PerProcess(threading.Lock)')) == [1]
