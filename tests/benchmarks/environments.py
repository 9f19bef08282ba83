# -*- coding: utf-8 -*-
"""Environments: one for each client.

They are made in a folder that is kept, so that only the first run needs the network.
"""
from __future__ import unicode_literals

import glob
import os
import shutil
import subprocess
import sys

#: The top of the repository.
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

#: What each environment has: the version of its Python (None: the one that runs this), and what is
#: installed.
ENVIRONMENTS = {
    'ours': (None, ['requests', 'six']), 'ours-3.8': ('3.8', ['requests', 'six']),
    'ours-2.7': ('2.7', ['requests', 'six', 'future']),
    'ours-3.13t': ('3.13t', ['requests', 'six']), 'ours-3.14t': ('3.14t', ['requests', 'six']),
    'old-3.8': ('3.8', ['slipstream-api==3.71.1', 'requests', 'six']),
    'old-2.7': ('2.7', ['slipstream-api==3.71.1', 'requests', 'six']),
    'nuvla-3.8': ('3.8', ['nuvla-api']),
    'old': (None, ['slipstream-api==3.71.1', 'requests', 'six']), 'nuvla': (None, ['nuvla-api']),
    'PyGithub': (None, ['PyGithub']), 'python-gitlab': (None, ['python-gitlab']),
    'boto3': (None, ['boto3']),
    'openstacksdk': (None, ['openstacksdk'])}


class Environment(object):
    """An environment.

    :ivar str python: path of its Python.
    :ivar str home: where its processes start: in the clone, each would import the current product.
    :ivar dict variables: the variables for its processes.
    """

    def __init__(self, folder):
        self.python = os.path.join(folder, 'bin', 'python')
        self.variables = dict((name, value) for name, value in os.environ.items()
                              if not name.lower().endswith('_proxy')
                              and not name.startswith(('PYTHON', 'COVERAGE')))
        self.home = self.variables['HOME'] = os.path.join(folder, 'home')
        if not os.path.isdir(self.home):
            os.makedirs(self.home)


def interpreter(version):
    """A working Python of a version, from ``PATH`` or from pyenv; None if there is none.

    None means the one that runs this.
    """
    if version is None:
        return sys.executable
    name = 'python' + version
    candidates = [os.path.join(folder, name)
                  for folder in os.environ.get('PATH', os.defpath).split(os.pathsep)]
    candidates += sorted(glob.glob(os.path.join(os.environ.get('PYENV_ROOT', os.devnull),
                                                'versions', version + '*', 'bin', name)))
    return next((path for path in candidates if os.access(path, os.X_OK) and starts(path)), None)


def starts(python):
    """Whether an interpreter starts; those that pyenv puts on the path may not."""
    return not subprocess.call([python, '-c', ''], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)


def prepare(folder, names, run=subprocess.check_call):
    """Create the missing environments.

    :param str folder: where they are kept.
    :param names: which ones.
    :param run: runs a command.
    :return: name to :class:`Environment`; without those whose Python this machine does not have.
    """
    made = {}
    for name in names:
        version, packages = ENVIRONMENTS[name]
        python = interpreter(version)
        if python is None:
            continue
        path = os.path.join(folder, '%s-%d.%d' % ((name,) + sys.version_info[:2]))
        if not os.path.exists(os.path.join(path, 'complete')):
            shutil.rmtree(path, ignore_errors=True)
            create(path, python, version, run)
            run([os.path.join(path, 'bin', 'python'), '-m', 'pip', '-q', 'install'] + packages)
            with open(os.path.join(path, 'complete'), 'w'):
                pass
        if name.startswith('ours'):
            copy_product(path, version)
        made[name] = Environment(path)
    return made


def create(path, python, version, run):
    """Make an empty environment.

    For Python 2.7 by virtualenv, in an environment of its own as only older ones can.
    """
    if version != '2.7':
        return run([python, '-m', 'venv', path])
    tool = path + '-virtualenv'
    run([sys.executable, '-m', 'venv', tool])
    run([os.path.join(tool, 'bin', 'python'), '-m', 'pip', '-q', 'install', 'virtualenv==20.21.1'])
    return run([os.path.join(tool, 'bin', 'python'), '-m', 'virtualenv', '-q', '-p', python, path])


def copy_product(path, version):
    """Copy the current product to where pip installs the other clients.

    A folder of its own would cost each import of any module a look into it. Python 2 needs a module
    for the namespace.
    """
    product = os.path.join(glob.glob(os.path.join(path, 'lib', 'python*', 'site-packages'))[0],
                           'slipstream')
    shutil.rmtree(product, ignore_errors=True)
    shutil.copytree(os.path.join(ROOT, 'slipstream'), product,
                    ignore=shutil.ignore_patterns('__pycache__', '*.pyc'))
    if version == '2.7':
        shutil.copy(os.path.join(ROOT, 'packaging', 'namespace_for_python2.py'),
                    os.path.join(product, '__init__.py'))
