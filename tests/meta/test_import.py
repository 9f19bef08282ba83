# -*- coding: utf-8 -*-
"""What ``import slipstream.api`` loads."""
from __future__ import unicode_literals

import importlib
import json
import os
import shutil
import subprocess
import sys

import pytest

import slipstream.api

from ..neighbours import NSPKG
from ..processes import output_of
from .tree import API, PRODUCT

#: The modules of the library that do not come with the package: few programs need them.
LATER = {'slipstream.api.' + name for name in (
    '__main__', 'display.html', 'display.progress', 'display.tables', 'display.text', 'doctor',
    'frames', 'methods.batches', 'methods.changes', 'methods.followers', 'methods.launch_checks',
    'methods.outcomes', 'methods.placeholders', 'methods.planner', 'methods.plans',
    'methods.waiting', 'plots', 'protocol.timestamps', 'redaction.variants', 'redaction.shapes',
    'settings', 'transport.debugging', 'transport.pace', 'transport.secret_command',
    'transport.transfers')}
#: What other distributions own, and who imports it: requests and what requests uses where it is
#: installed.
FOREIGN = {'OpenSSL', '_cffi_backend', 'backports', 'brotli', 'brotlicffi', 'certifi', 'chardet',
           'charset_normalizer', 'compression', 'cryptography',
           'enum', 'h2', 'idna', 'ipaddress', 'requests', 'simplejson', 'six', 'socks', 'urllib3',
           'zstandard'}
#: What must not be loaded: the sandbox, anything for display, translators of dialects, setuptools'
#: run time.
UNWANTED = {'IPython', 'matplotlib', 'numpy', 'pandas', 'pkg_resources', 'setuptools',
            'slipstream.sandbox', 'tqdm'}

#: Modules of the standard library that take long to import, and that few programs need.
HEAVY = {'asyncio', 'configparser', 'decimal', 'getpass', 'inspect', 'multiprocessing', 'sqlite3',
         'unittest'}

PROGRAM = '''
import json, sys
before = set(sys.modules)
if hasattr(sys, 'set_lazy_imports_filter'):  # Python 3.15 would load less, see test_lazy_imports
    sys.set_lazy_imports_filter(lambda *_: False)
import slipstream.api
loaded = dict((name, module) for name, module in sys.modules.items()
              if name not in before and module is not None)
print(json.dumps(sorted(loaded)))
print(json.dumps(sorted(
    name for name in loaded
    if 'site-packages' in (getattr(loaded[name], '__file__', None) or ''))))
'''


def printed(program, environment=None):
    """What a program prints in a fresh interpreter."""
    process = subprocess.Popen([sys.executable, '-c', program], env=environment,
                               stdout=subprocess.PIPE)
    output = output_of(process)[0].decode('ascii')
    assert process.returncode == 0
    return output


@pytest.fixture(scope='module')
def fresh():
    """The modules that a fresh interpreter loads, and those of them that were installed."""
    folder = os.path.dirname(
        os.path.dirname(os.path.dirname(os.path.abspath(slipstream.api.__file__))))
    environment = dict(os.environ, PYTHONPATH=str(folder))
    return [set(json.loads(line)) for line in printed(PROGRAM, environment).splitlines()]


def test_only_the_modules_written_down_are_loaded(fresh):
    assert sorted(name for name in fresh[0] if name.split('.')[0] == 'slipstream') == sorted(
        ({'slipstream'} | set(API)) - LATER)


def test_b86_nothing_unwanted_is_loaded(fresh):
    assert sorted(fresh[0] & UNWANTED) == []


def test_no_heavy_module_is_loaded_that_the_requirements_do_not_need(fresh):
    program = 'import json, sys, requests, six.moves%s; print(json.dumps(sorted(sys.modules)))' % (
        ', future.utils' if sys.version_info[0] == 2 else '')
    needed = set(json.loads(printed(program)))
    assert sorted((fresh[0] - needed) & HEAVY) == []


def test_future_is_loaded_on_python_2_at_most(fresh):
    translators = {name.split('.')[0] for name in fresh[0]} & {'future', 'past', 'libfuturize'}
    assert translators <= ({'future'} if sys.version_info[0] == 2 else set())


def test_only_the_requirements_are_loaded(fresh):
    roots = {name.split('.')[0].split('__mypyc')[0] for name in fresh[1]} - {
        'slipstream', 'future', 'past', ''}
    assert sorted(root for root in roots if root not in FOREIGN and not root[0].isdigit()) == []


def test_every_module_can_be_imported():
    names = [name for name in sorted(PRODUCT) if not name.endswith('.__main__')]
    assert [importlib.import_module(str(name)).__name__ for name in names] == names


#: Adds a folder as Python adds its own site-packages, then imports its arguments.
BESIDE = '''
import site, sys
site.addsitedir(sys.argv[1])
assert 'slipstream' in sys.modules
for name in sys.argv[2:]:
    __import__(name)
    assert sys.modules[name].__file__.startswith(sys.argv[1])
'''


@pytest.mark.parametrize('names', [('slipstream.api', 'slipstream.cli'),
                                   ('slipstream.cli', 'slipstream.api')])
def test_it_is_imported_beside_a_neighbour_with_a_namespace_of_pkg_resources(tmpdir, names):
    """The neighbour has made a module ``slipstream`` before anybody imports one."""
    tmpdir.ensure('slipstream', 'cli', '__init__.py')
    tmpdir.join('neighbour-1.0-nspkg.pth').write(NSPKG)
    shutil.copytree(os.path.dirname(os.path.abspath(slipstream.api.__file__)),
                    str(tmpdir.join('slipstream', 'api')))
    command = [sys.executable, '-W', 'error', '-c', BESIDE, str(tmpdir)] + list(names)
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert (output_of(process)[0].decode('utf-8'), process.returncode) == ('', 0)
