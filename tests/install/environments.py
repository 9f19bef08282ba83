# -*- coding: utf-8 -*-
"""Bare environments to install into.

An environment has a Python, nothing else; what the product needs is reached through a ``.pth``
file, so that most tests need no network.
"""
from __future__ import unicode_literals

import io
import os
import shutil
import subprocess
import sys
import sysconfig

#: The top of the repository.
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
#: What a copy of the repository leaves out.
GENERATED = ('.git', '.tox', '.venv*', 'build', 'dist', '*.egg-info', '__pycache__', '*.pyc',
             '.pytest_cache', '.hypothesis', '_build')

#: The line that setuptools wrote into ``*-nspkg.pth`` for each distribution that declared a
#: pkg_resources-style namespace.
NSPKG = (
    "import sys, types, os;has_mfs = sys.version_info > (3, 5);p = "
    "os.path.join(sys._getframe(1).f_locals['sitedir'], *('slipstream',));"
    "importlib = has_mfs and __import__('importlib.util');has_mfs and "
    "__import__('importlib.machinery');"
    "m = has_mfs and sys.modules.setdefault('slipstream', importlib.util.module_from_spec("
    "importlib.machinery.PathFinder.find_spec('slipstream', [os.path.dirname(p)])));"
    "m = m or sys.modules.setdefault('slipstream', types.ModuleType('slipstream'));"
    "mp = (m or []) and m.__dict__.setdefault('__path__',[]);(p not in mp) and mp.append(p)\n")


def run(*command, **options):
    """Run a command; return what it printed, both streams, as text.

    :raises AssertionError: the command failed; the message is what it printed.
    """
    process = subprocess.Popen([str(part) for part in command], cwd=options.get('cwd'),
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    output = process.communicate()[0].decode('utf-8', 'replace')
    assert process.returncode == 0, output
    return output


def python27():
    """A Python 2.7 of this machine that starts; None without one."""
    candidates = [os.path.join(folder, 'python2.7')
                  for folder in os.environ.get('PATH', os.defpath).split(os.pathsep)]
    return next((path for path in candidates if os.access(path, os.X_OK)
                 and not subprocess.call([path, '-c', ''], stderr=subprocess.DEVNULL)), None)


def copy_of_the_tree(folder):
    """Copy what the repository holds, without what was generated in it; return the copy."""
    return shutil.copytree(ROOT, str(folder), ignore=shutil.ignore_patterns(*GENERATED))


class Environment(object):
    """A bare environment.

    :param folder: where it is.
    """

    def __init__(self, folder):
        self.folder = str(folder)
        self.python = os.path.join(str(folder), 'bin', 'python')
        self.site_packages = run(self.python, '-c',
                                 'import sysconfig; print(sysconfig.get_path("purelib"))').strip()

    def reach(self, folder):
        """Make the packages of another folder importable, as the last place to look."""
        self._write('zz_requirements.pth', folder + '\n')

    def put_pep420_neighbour(self, name):
        """Install a distribution that owns ``slipstream.NAME`` and shares the namespace the way of Python 3."""
        self._write(os.path.join('slipstream', name, '__init__.py'), 'WHO = "{}"\n'.format(name))

    def put_nspkg_neighbour(self, name):
        """Install a distribution that owns ``slipstream.NAME`` and shares the namespace the way of pkg_resources."""
        self.put_pep420_neighbour(name)
        self._write('neighbour_{}-1.0-nspkg.pth'.format(name), NSPKG)

    def evaluate(self, expression, imports):
        """What a fresh interpreter prints for an expression after some imports."""
        program = 'import {}; print({})'.format(imports, expression)
        return run(self.python, '-W', 'error', '-c', program, cwd=self.folder).strip()

    def run_script(self, path):
        """What a script prints."""
        return run(self.python, '-W', 'error', path, cwd=self.folder).strip()

    def _write(self, name, text):
        path = os.path.join(self.site_packages, name)
        if not os.path.isdir(os.path.dirname(path)):
            os.makedirs(os.path.dirname(path))
        with io.open(path, 'w', encoding='utf-8') as target:
            target.write(text)


class Environment3(Environment):
    """An environment of the running Python, which lends its pip."""

    def __init__(self, folder):
        run(sys.executable, '-m', 'venv', '--without-pip', str(folder))
        super(Environment3, self).__init__(folder)

    def pip(self, *arguments):
        """Run pip for this environment."""
        return run(sys.executable, '-m', 'pip', '--python', self.python, '--no-input', *arguments)

    def reach_requirements(self):
        """Make the requirements importable that the running Python has."""
        self.reach(sysconfig.get_path('purelib'))


class Environment27(Environment):  # pragma: py2 only
    """An environment of Python 2.7, with the pip that virtualenv puts there."""

    def __init__(self, folder, interpreter):
        run(sys.executable, '-m', 'virtualenv', '-q', '--no-download', '--no-periodic-update', '-p',
            interpreter, str(folder))
        super(Environment27, self).__init__(folder)

    def pip(self, *arguments):
        """Run pip in this environment."""
        return run(self.python, '-m', 'pip', '--no-input', '--no-python-version-warning',
                   *arguments)
