# -*- coding: utf-8 -*-
"""Distributions, built once for all tests of this folder."""
from __future__ import unicode_literals

import os
import sys
import tarfile

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
    """The sdist and the wheel that ``python -m build`` makes: paths by ending."""
    target = workshop.join('dist')
    environments.run(sys.executable, '-m', 'build', '--no-isolation', '--outdir', str(target),
                     str(tree))
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
    """A Python 2.7; what needs it is skipped on a machine without one."""
    return environments.python27() or pytest.skip('this machine has no Python 2.7')


@pytest.fixture(scope='session')
def workbench27(workshop, interpreter27):  # pragma: py2 only
    """An environment of Python 2.7 to build in."""
    return environments.Environment27(workshop.join('workbench27'), interpreter27)


@pytest.fixture(scope='session')
def wheel27(workshop, sdist, workbench27):  # pragma: py2 only
    """The path of the wheel that Python 2.7 builds from the sdist."""
    with tarfile.open(sdist) as archive:
        archive.extractall(str(workshop.join('unpacked27')))
    source = workshop.join('unpacked27').listdir()[0]
    environments.run(workbench27.python, 'setup.py', '-q', 'bdist_wheel', '-d',
                     str(workshop.join('dist27')), cwd=str(source))
    return str(workshop.join('dist27').listdir()[0])


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
    environment = environments.Environment27(tmpdir.join('environment'), interpreter27)
    environment.reach(requirements27)
    return environment


@pytest.fixture(scope='session')
def complete3(workshop, wheel3):
    """An environment of the running Python in which pip has installed the wheel with all that it asks for."""
    environment = environments.Environment3(workshop.join('complete3'))
    environment.pip('install', '-q', wheel3)
    return environment


@pytest.fixture(scope='session')
def complete27(workshop, interpreter27, wheel27):  # pragma: py2 only
    """An environment of Python 2.7 in which pip has installed the wheel with all that it asks for."""
    environment = environments.Environment27(os.path.join(str(workshop), 'complete27'),
                                             interpreter27)
    environment.pip('install', '-q', wheel27)
    return environment
