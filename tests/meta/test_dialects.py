# -*- coding: utf-8 -*-
"""Dialects: one source for Python 2.7 and 3."""
from __future__ import unicode_literals

import ast
import re

import pytest
import six

from .tree import PRODUCT, TESTS

#: The only modules that know which Python they run on.
COMPAT = ('slipstream.api.compat', 'slipstream.sandbox.compat')
ELSEWHERE = [PRODUCT[name] for name in sorted(PRODUCT) if name not in COMPAT]
#: Modules whose literals are native: the version is read by tools that want ``str``.
NATIVE_LITERALS = ('slipstream.api.version',)

#: Names that exist on one Python only.
NAMES_OF_ONE_PYTHON = {
    'unicode', 'basestring', 'long', 'xrange', 'unichr', 'raw_input', 'reduce', 'cmp',
    'FileNotFoundError', 'PermissionError', 'FileExistsError',
    'NotADirectoryError', 'IsADirectoryError', 'ConnectionResetError', 'BrokenPipeError',
    'ModuleNotFoundError'}
#: How to ask which Python this is.
VERSION_OF_PYTHON = {'version_info', 'hexversion', 'python_version', 'python_version_tuple',
                     'python_implementation'}
#: Modules that exist on one Python only, or that translate.
MODULES_OF_ONE_PYTHON = {
    'six', 'future', 'builtins', 'past', 'urllib', 'urllib2', 'urlparse', 'httplib', 'cookielib',
    'Cookie', 'StringIO', 'cStringIO', 'Queue', 'queue',
    'ConfigParser', 'configparser', 'BaseHTTPServer', 'SocketServer', 'socketserver', 'http',
    'html', 'HTMLParser', 'typing', 'pathlib', 'enum',
    'dataclasses'}


def test_modules_of_one_python_are_known_to_compat_modules_only():
    imported = {str(module): sorted(MODULES_OF_ONE_PYTHON & {
        entry.module.split('.')[0] for entry in module.imports()}) for module in ELSEWHERE}
    assert {name: names for name, names in imported.items() if names} == {}


@pytest.mark.parametrize('name', COMPAT)
def test_what_six_translates_is_taken_from_six(name):
    """Of modules that both Pythons have, by different names, and of names that six defines."""
    module = PRODUCT[name]
    imported = {entry.module.split('.')[0] for entry in module.imports()}
    assert sorted(imported & MODULES_OF_ONE_PYTHON - {'six', 'future'}) == []
    assigned = {target.id for node in module.nodes(ast.Assign) for target in node.targets
                if isinstance(target, ast.Name)}
    made = {node.name for node in module.nodes(ast.FunctionDef, ast.ClassDef)}
    assert sorted((assigned | made) & set(dir(six))) == []


def test_names_of_one_python_are_known_to_compat_modules_only():
    named = {str(module): sorted(NAMES_OF_ONE_PYTHON & {node.id for node in module.nodes(ast.Name)})
             for module in ELSEWHERE}
    assert {name: names for name, names in named.items() if names} == {}


def test_the_version_of_python_is_known_to_compat_modules_only():
    asked = {str(module): sorted(VERSION_OF_PYTHON & {
        node.attr for node in module.nodes(ast.Attribute)}) for module in ELSEWHERE}
    assert {name: names for name, names in asked.items() if names} == {}


def test_a_module_of_the_product_begins_with_a_summary():
    heads = {str(module): re.match(r'# -\*- coding: utf-8 -\*-\n"""\S[^\n]*[.!?]("""|\n\n)',
                                   module.text)
             for module in PRODUCT.values() if module.text}
    assert sorted(name for name, head in heads.items() if not head) == []


def test_a_module_of_the_tests_begins_with_its_subject():
    offenders = [str(module) for module in TESTS.values() if module.text
                 and not re.match(r'# -\*- coding: utf-8 -\*-\n"""', module.text)]
    assert sorted(offenders) == []


def test_literals_are_text():
    offenders = [str(module) for module in list(PRODUCT.values()) + list(TESTS.values())
                 if module.text and '\nfrom __future__ import' not in module.text
                 and module.name not in NATIVE_LITERALS]
    assert sorted(offenders) == []
