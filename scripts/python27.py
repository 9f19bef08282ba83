# -*- coding: utf-8 -*-
"""Run a command in a new Python 2.7 environment, which current tox and virtualenv do not support.

Usage, by tox: ``python27.py [--with REQUIREMENT]... FOLDER COMMAND [ARGUMENT]...``. The environment
in the folder is made anew, with the package that tox has built (``TOX_PACKAGE``), what its tests
need, and the further requirements. The virtualenv beside this must be one that still makes such
environments.
"""
import argparse
import os
import subprocess
import sys


def interpreter():
    """A Python 2.7 of this machine that starts; None without one."""
    for folder in os.environ.get('PATH', os.defpath).split(os.pathsep):
        path = os.path.join(folder, 'python2.7')
        # A shim of pyenv is there for versions as well that are switched off.
        if os.access(path, os.X_OK) and not subprocess.call(
                [path, '-c', ''], stderr=subprocess.DEVNULL):
            return path
    return None


def make(folder, requirements):
    """Make the environment and install into it."""
    options = ['-q', '--clear', '--no-download', '--no-periodic-update', '-p', interpreter()]
    subprocess.check_call([sys.executable, '-m', 'virtualenv'] + options + [folder])
    options = ['-q', '--no-input', '--no-python-version-warning']
    pip = [os.path.join(folder, 'bin', 'python'), '-m', 'pip', 'install'] + options
    subprocess.check_call(pip + requirements)


def main():
    """Do what the command line says; return the exit status of the command."""
    parser = argparse.ArgumentParser(
        usage='python27.py [--with REQUIREMENT]... FOLDER COMMAND [ARGUMENT]...')
    parser.add_argument('folder')
    parser.add_argument('--with', dest='requirements', action='append', default=[])
    parser.add_argument('command', nargs=argparse.REMAINDER)
    options = parser.parse_args()
    make(options.folder, [os.environ['TOX_PACKAGE'] + '[test]'] + options.requirements)
    program = os.path.join(options.folder, 'bin', options.command[0])
    return subprocess.call([program] + options.command[1:])


if __name__ == '__main__':
    sys.exit(main())
