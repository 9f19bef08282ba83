# -*- coding: utf-8 -*-
"""Check the type stubs.

First, stubtest compares the stubs with the code: every public name must have a stub, and every stub
a public name. Then mypy checks typical programs in strict mode: the one in
``tests/typing/program.txt``, and the examples of the README and the documentation. Finally, mypy
searches the library itself, which has no annotations, for misspelt names.

Usage: ``check_types.py``, where mypy, requests, their stubs, and the library are installed.
"""
import glob
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
#: mypy looks for modules where PYTHONPATH says, Python where sys.path does: this lets the one see
#: the stubs and the other the code.
STUBTEST = (
    'import sys; sys.path.insert(0, {root!r}); from mypy.stubtest import main; sys.exit(main())')
#: Names that the examples assume, as the text around them says.
GIVEN = ('import uuid\n'
         'from slipstream.api import Api\n'
         'from slipstream.sandbox import Sandbox\n'
         'api = Api()\n'
         'deployment_id = uuid.uuid4()\n')
#: Functions of examples have no annotations, and later ones may have the names of earlier ones.
LENIENT = ['--allow-untyped-defs', '--allow-untyped-calls', '--disable-error-code=no-redef']
SETTINGS = '[mypy]\nstrict = True\nnamespace_packages = True\nexplicit_package_bases = True\n'
#: Misspelt names, in a module that is added to a copy of the library; each must be found.
MISSPELT = '''
from .api import Api
from .protocol import paths
from .transport.session import SessionStoree


def deploy():
    Api().deplooy(paths.module_referense('shop'))
    return SessionStoree, nowhere
'''
MISSPELT_NAMES = ('SessionStoree', 'deplooy', 'module_referense', 'nowhere')


def copy_files(folder, *patterns):
    """Copy some files of the library, and return how many.

    The stubs and the code are checked apart: next to the stubs, mypy would not look into the code.
    """
    paths = [path for pattern in patterns
             for path in glob.glob(os.path.join(ROOT, 'slipstream', '**', pattern), recursive=True)]
    for path in paths:
        target = os.path.join(folder, os.path.relpath(path, ROOT))
        os.makedirs(os.path.dirname(target), exist_ok=True)
        shutil.copy(path, target)
    return len(paths)


def examples(path):
    """The Python examples of a page as one program, because they use names of earlier ones."""
    with io.open(path, encoding='utf-8') as page:
        blocks = re.findall(r'\.\. code-block:: python\n\n((?:(?: {4}.*)?\n)+)', page.read())
    return GIVEN + ''.join(re.sub('^    ', '', block, flags=re.MULTILINE) for block in blocks)


def write_programs(folder):
    """The paths of the programs to check; the first one is checked strictly."""
    with io.open(os.path.join(ROOT, 'tests', 'typing', 'program.txt'), encoding='utf-8') as program:
        texts = [('program', program.read())]
    for page in [os.path.join(ROOT, 'README.rst')] + sorted(
            glob.glob(os.path.join(ROOT, 'docs', '*.rst'))):
        texts.append((os.path.basename(page)[:-len('.rst')], examples(page)))
    paths = []
    for name, text in texts:
        paths.append(os.path.join(folder, 'checked_{}.py'.format(name.replace('-', '_'))))
        with io.open(paths[-1], 'w', encoding='utf-8') as program:
            program.write(text)
    return paths


def named_tuples(folder):
    """The classes whose fields mypy does not know, since these are no plain text in the code."""
    text = ''
    for path in glob.glob(os.path.join(folder, 'slipstream', '**', '*.py'), recursive=True):
        with io.open(path, encoding='utf-8') as module:
            text += module.read()
    made = set(re.findall(r'^(\w+) = (?:collections\.)?namedtuple\(', text, re.MULTILINE))
    classes = re.findall(r'^class (\w+)\(([^:]*)\):', text, re.MULTILINE)
    return made.union(name for name, bases in classes
                      if made.union(['namedtuple']).intersection(re.findall(r'\w+', bases)))


def names_that_are_none():
    """The names that mypy wrongly reports as misspelt, as a list of patterns."""
    with io.open(os.path.join(ROOT, 'tests', 'typing', 'names.txt'), encoding='utf-8') as names:
        return [line for line in names.read().splitlines() if not line.startswith('#')]


def misspelt_names(folder):
    """What mypy says about misspelt names in the code of the library, as a list of lines.

    And about those that it must find: if it overlooks one, that is said, too.
    """
    copy_files(folder, '*.py')
    with io.open(os.path.join(folder, 'slipstream', 'api', 'misspelt.py'), 'w') as module:
        module.write(MISSPELT)
    output = subprocess.run(
        [sys.executable, '-m', 'mypy', '--config-file=', '--check-untyped-defs',
         '--namespace-packages', '--explicit-package-bases',
         '--cache-dir', os.path.join(folder, 'cache'), 'slipstream'],
        check=False, cwd=folder, stdout=subprocess.PIPE, universal_newlines=True).stdout
    lines = re.findall(r'.*\[(?:attr|name)-defined\]', output)
    planted = [line for line in lines if 'misspelt.py' in line]
    exceptions, fields = names_that_are_none(), '"(?:%s)" has no' % '|'.join(named_tuples(folder))
    return ([line for line in lines if line not in planted and not re.search(fields, line)
             and not any(re.search(pattern, line) for pattern in exceptions)]
            + ['overlooked: ' + name for name in MISSPELT_NAMES
               if not any('"%s"' % name in line for line in planted)]
            + ['never needed: ' + pattern for pattern in exceptions
               if not any(re.search(pattern, line) for line in lines)])


def main():
    """Run all checks; return the number of failed checks as the exit status."""
    folder = tempfile.mkdtemp()
    try:
        stubs = os.path.join(folder, 'stubs')
        print('{} files with types'.format(copy_files(stubs, '*.pyi', 'py.typed')))
        settings = os.path.join(folder, 'mypy.ini')
        with io.open(settings, 'w', encoding='utf-8') as config:
            config.write(SETTINGS)
        environment = {name: value for name, value in os.environ.items() if name != 'PYTHONPATH'}
        environment['MYPYPATH'] = stubs
        commands = [
            # Which classes are disjoint bases differs from Python to Python.
            [sys.executable, '-c', STUBTEST.format(root=ROOT), 'slipstream.api',
             'slipstream.sandbox', '--concise', '--ignore-disjoint-bases',
             '--mypy-config-file', settings,
             '--allowlist', os.path.join(ROOT, 'tests', 'typing', 'internals.txt')]]
        mypy = [sys.executable, '-m', 'mypy', '--config-file', settings, '--cache-dir',
                os.path.join(folder, 'cache')]
        programs = write_programs(folder)
        commands.extend([mypy + programs[:1], mypy + LENIENT + programs[1:]])
        misspelt = misspelt_names(os.path.join(folder, 'code'))
        print('\n'.join(misspelt) or 'Success: no misspelt names')
        return bool(misspelt) + sum(bool(subprocess.call(command, cwd=folder, env=environment))
                                    for command in commands)
    finally:
        shutil.rmtree(folder)


if __name__ == '__main__':
    sys.exit(main())
