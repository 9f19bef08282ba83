# -*- coding: utf-8 -*-
"""The built distributions, installed: alone, and beside others that share the namespace."""
from __future__ import unicode_literals

import os
import shutil

import pytest

EVALUATED = '(slipstream.api.Api.__name__, slipstream.api.api.SessionStore.__name__)'
SANDBOX = 'slipstream.sandbox.Sandbox.__name__'
EXPECTED = "('Api', 'SessionStore')"


def _works(environment):
    assert environment.evaluate(EVALUATED, 'slipstream.api, slipstream.api.api') == EXPECTED


def _works_beside(environment, *names):
    """Check that the library works beside other distributions of its namespace."""
    _works(environment)
    for name in names:
        both = '(slipstream.{0}.WHO, slipstream.api.Api.__name__)'.format(name)
        for imports in ('slipstream.api, slipstream.{}', 'slipstream.{}, slipstream.api'):
            assert environment.evaluate(both, imports.format(name)) == "('{}', 'Api')".format(name)


def test_python_3_works_alone_with_all_that_pip_installs(complete3):
    _works(complete3)
    assert complete3.evaluate('sys.modules.get("pkg_resources")', 'sys, slipstream.api') == 'None'
    file_of_the_namespace = 'getattr(slipstream, "__file__", None)'
    assert complete3.evaluate(file_of_the_namespace, 'slipstream.api') == 'None'


def test_python_3_runs_the_sandbox(complete3):
    assert complete3.evaluate(SANDBOX, 'slipstream.sandbox') == 'Sandbox'


def test_python_3_works_beside_a_pep_420_neighbour(environment3, wheel3):
    environment3.put_pep420_neighbour('job')
    environment3.pip('install', '-q', '--no-deps', '--no-index', wheel3)
    _works_beside(environment3, 'job')


def test_python_3_works_beside_a_pkg_resources_neighbour(environment3, wheel3):
    environment3.put_nspkg_neighbour('cli')
    environment3.pip('install', '-q', '--no-deps', '--no-index', wheel3)
    _works_beside(environment3, 'cli')


def test_python_3_editable_works_beside_both(environment3, tree):
    environment3.put_pep420_neighbour('job')
    environment3.put_nspkg_neighbour('cli')
    environment3.pip('install', '-q', '--no-deps', '--no-index', '--no-build-isolation', '-e', tree)
    _works_beside(environment3, 'job', 'cli')
    path = environment3.evaluate('slipstream.api.__file__', 'slipstream.api')
    assert path == os.path.join(tree, 'slipstream', 'api', '__init__.py')


def test_python_27_works_alone_with_all_that_pip_installs(complete27):  # pragma: py2 only
    _works(complete27)
    assert complete27.evaluate('sys.modules.get("pkg_resources")', 'sys, slipstream.api') == 'None'


def test_python_27_runs_the_sandbox(complete27):  # pragma: py2 only
    assert complete27.evaluate(SANDBOX, 'slipstream.sandbox') == 'Sandbox'


def test_python_27_works_beside_pkg_resources(environment27, wheel27):  # pragma: py2 only
    environment27.put_nspkg_neighbour('cli')
    environment27.pip('install', '-q', '--no-deps', '--no-index', wheel27)
    _works_beside(environment27, 'cli')


def test_python_27_plugin_beside_a_neighbour_causes_no_warning(
        environment27, wheel27, tmpdir):  # pragma: py2 only
    environment27.put_nspkg_neighbour('cli')
    environment27.pip('install', '-q', 'pytest', wheel27)
    program = tmpdir.join('test_program.py')
    program.write('def test_nothing(slipstream_catalogue):\n    pass\n')
    output = environment27.run('-m', 'pytest', '-p', 'no:cacheprovider', str(program))
    assert '1 passed in' in output and 'warning' not in output


def test_the_neighbour_survives_when_we_leave(environment27, wheel27):  # pragma: py2 only
    environment27.put_nspkg_neighbour('cli')
    environment27.pip('install', '-q', '--no-deps', '--no-index', wheel27)
    environment27.pip('uninstall', '-q', '-y', 'slipstream-api')
    assert environment27.evaluate('slipstream.cli.WHO', 'slipstream.cli') == 'cli'


@pytest.mark.parametrize('place', ['slipstream/api', 'vendored'])
def test_b86_the_folder_of_the_api_alone_works_next_to_a_script(environment3, tree, tmpdir, place):
    folder = tmpdir.join('scripts', *place.split('/'))
    shutil.copytree(os.path.join(tree, 'slipstream', 'api'), str(folder))
    name = place.replace('/', '.')
    script = tmpdir.join('scripts', 'script.py')
    script.write('import {0}\nprint({0}.Api("https://nuv.la").endpoint)\n'.format(name))
    assert environment3.run_script(str(script)) == 'https://nuv.la'


def test_python_27_takes_the_folder_of_the_api(environment27, tree, tmpdir):  # pragma: py2 only
    folder = tmpdir.mkdir('lib').mkdir('slipstream')
    folder.join('__init__.py').write('')
    shutil.copytree(os.path.join(tree, 'slipstream', 'api'), str(folder.join('api')))
    script = tmpdir.join('lib', 'script.py')
    script.write('from slipstream.api import Api\nprint(Api("https://nuv.la").endpoint)\n')
    assert environment27.run_script(str(script)) == 'https://nuv.la'
