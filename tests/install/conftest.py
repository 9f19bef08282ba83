# -*- coding: utf-8 -*-
"""Distributions, built once for all tests of this folder."""
from __future__ import unicode_literals

import sys

import pytest

from . import environments


@pytest.fixture(scope='session')
def workshop(tmpdir_factory):
    """The folder where everything is built."""
    return tmpdir_factory.mktemp('install')


@pytest.fixture(scope='session')
def tree(workshop):
    """A copy of the repository, to build in and to install from."""
    return environments.copy_of_the_tree(workshop.join('tree'))


@pytest.fixture(scope='session')
def built(workshop, tree):
    """The sdist and the wheel that ``python -m build`` makes without a warning: paths by ending."""
    target = workshop.join('dist')
    environments.run(
        sys.executable, '-m', 'build', '--no-isolation', '--outdir', target, tree, warnings='error')
    return {ending: str(path) for path in target.listdir() for ending in ('.tar.gz', '.whl')
            if path.basename.endswith(ending)}


@pytest.fixture(scope='session')
def sdist(built):
    """The path of the sdist."""
    return built['.tar.gz']


@pytest.fixture(scope='session')
def wheel3(built):
    """The path of the wheel for Python 3."""
    return built['.whl']


@pytest.fixture(scope='session')
def interpreter27():
    """A Python 2.7; tests that need it are skipped if there is none."""
    return environments.find_python('2.7') or pytest.skip('this machine has no Python 2.7')


@pytest.fixture(scope='session')
def workbench27(workshop, interpreter27):  # pragma: py2 only
    """An environment of Python 2.7 to build in."""
    return environments.OldEnvironment(workshop.join('workbench27'), interpreter27)


@pytest.fixture(scope='session')
def wheel27(workshop, sdist, workbench27):  # pragma: py2 only
    """The path of the wheel that Python 2.7 builds from the sdist."""
    return workbench27.build_wheel(sdist, workshop.mkdir('wheel27'))


@pytest.fixture(params=['2.7', '3.6'])
def old_wheel(request, tmpdir, sdist):
    """The path of the wheel that an old Python and an old setuptools build from the sdist."""
    missing = 'this machine has no Python {}'.format(request.param)
    python = environments.find_python(request.param) or pytest.skip(missing)
    workbench = environments.OldEnvironment(tmpdir.join('workbench'), python)  # pragma: py2 only
    return workbench.build_wheel(sdist, tmpdir.mkdir('wheel'))  # pragma: py2 only


@pytest.fixture(scope='session')
def requirements27(workshop, workbench27):  # pragma: py2 only
    """A folder with what the product needs on Python 2.7."""
    folder = str(workshop.join('requirements27'))
    workbench27.pip('install', '-q', '--target', folder, 'requests', 'six', 'future')
    return folder


@pytest.fixture
def environment3(tmpdir):
    """A bare environment of the running Python, which reaches the requirements."""
    environment = environments.Environment3(tmpdir.join('environment'))
    environment.reach_requirements()
    return environment


@pytest.fixture
def environment27(tmpdir, interpreter27, requirements27):  # pragma: py2 only
    """A bare environment of Python 2.7, which reaches the requirements."""
    environment = environments.OldEnvironment(tmpdir.join('environment'), interpreter27)
    environment.reach(requirements27)
    return environment


@pytest.fixture(scope='session')
def complete3(workshop, wheel3):
    """An environment of the running Python, with the wheel and what pip installs for it."""
    environment = environments.Environment3(workshop.join('complete3'))
    environment.pip('install', '-q', wheel3)
    return environment


@pytest.fixture(scope='session')
def complete27(workshop, interpreter27, wheel27):  # pragma: py2 only
    """An environment of Python 2.7, with the wheel and what pip installs for it."""
    environment = environments.OldEnvironment(workshop.join('complete27'), interpreter27)
    environment.pip('install', '-q', wheel27)
    return environment
