# -*- coding: utf-8 -*-
"""Bare environments to install into.

An environment has a Python and nothing else. It reaches what the product needs through a ``.pth``
file, so that most tests need no network.
"""
from __future__ import unicode_literals

import io
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile

from ..neighbours import NSPKG
from ..processes import end_of, output_of

#: The top of the repository.
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
#: What a copy of the repository leaves out.
GENERATED = (
    '.git', '.tox', '.venv*', 'build', 'dist', '*.egg-info', '__pycache__', '*.pyc',
    '.pytest_cache', '.hypothesis', '_build')
#: Seconds after which a command that hangs is ended: some install what they find on the network.
LONGEST = 540


def run(*command, **options):
    """Run a command; return what it printed, both streams, as text.

    :param cwd: the folder to run it in.
    :param warnings: ``error`` makes a warning of any Python that the command starts an error.
    :raises AssertionError: the command failed; the message is what it printed.
    """
    environment = dict(os.environ, PYTHONWARNINGS=options.get('warnings', ''))
    process = subprocess.Popen(
        [str(part) for part in command], cwd=options.get('cwd'), env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    output = output_of(process, LONGEST)[0].decode('utf-8', 'replace')
    assert process.returncode == 0, output
    return output


def find_python(version):
    """A Python of this machine that starts, such as ``2.7``; None without one."""
    folders = os.environ.get('PATH', os.defpath).split(os.pathsep)
    candidates = [os.path.join(folder, 'python' + version) for folder in folders]
    starts = [path for path in candidates if os.access(path, os.X_OK)
              and not end_of(subprocess.Popen([path, '-c', ''], stderr=subprocess.DEVNULL))]
    return starts[0] if starts else None


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
        program = 'import sysconfig; print(sysconfig.get_path("purelib"))'
        self.site_packages = run(self.python, '-c', program).strip()

    def reach(self, folder):
        """Make the packages of another folder importable, as the last place to look."""
        self._write('zz_requirements.pth', folder + '\n')

    def put_pep420_neighbour(self, name):
        """Install a distribution that owns ``slipstream.NAME``, in a namespace of Python 3."""
        self._write(os.path.join('slipstream', name, '__init__.py'), 'WHO = "{}"\n'.format(name))

    def put_nspkg_neighbour(self, name):
        """Install a distribution that owns ``slipstream.NAME``, in a namespace of pkg_resources."""
        self.put_pep420_neighbour(name)
        self._write('neighbour_{}-1.0-nspkg.pth'.format(name), NSPKG)

    def evaluate(self, expression, imports):
        """What a fresh interpreter prints for an expression after some imports."""
        program = 'import {}; print({})'.format(imports, expression)
        return run(self.python, '-W', 'error', '-c', program, cwd=self.folder).strip()

    def run_script(self, path):
        """What a script prints."""
        return run(self.python, '-W', 'error', path, cwd=self.folder).strip()

    def run(self, *arguments):
        """What the interpreter prints that is started with these arguments."""
        return run(self.python, *arguments, cwd=self.folder)

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


class OldEnvironment(Environment):  # pragma: py2 only
    """An environment of Python 2.7 or 3.6, with pip and setuptools from virtualenv."""

    def __init__(self, folder, interpreter):
        run(sys.executable, '-m', 'virtualenv', '-q', '--no-download', '--no-periodic-update',
            '-p', interpreter, str(folder))
        super(OldEnvironment, self).__init__(folder)

    def pip(self, *arguments):
        """Run pip in this environment."""
        return run(self.python, '-m', 'pip', '--no-input', '--disable-pip-version-check',
                   '--no-python-version-warning', *arguments)

    def build_wheel(self, sdist, folder):
        """The path of the wheel that this Python builds from an sdist in an empty folder."""
        with tarfile.open(sdist) as archive:
            archive.extractall(str(folder))
        source, target = folder.listdir()[0], folder.join('dist')
        run(self.python, 'setup.py', '-q', 'bdist_wheel', '-d', str(target), cwd=str(source))
        return str(target.listdir()[0])
