# -*- coding: utf-8 -*-
"""Check of the type stubs.

Compares the stubs with the code they stand for, by stubtest: what a public module has must have a
stub, and the other way round. Then lets mypy check programs as our users write them, strictly: that
in ``tests/typing/program.txt``, and the examples of the README and the documentation.

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
#: What the examples take for granted, as the text around them says.
GIVEN = ('import uuid\n'
         'from slipstream.api import Api\n'
         'from slipstream.sandbox import Sandbox\n'
         'api = Api()\n'
         'deployment_id = uuid.uuid4()\n')
#: Functions of examples have no annotations, and later ones may have the names of earlier ones.
LENIENT = ['--allow-untyped-defs', '--allow-untyped-calls', '--disable-error-code=no-redef']
SETTINGS = '[mypy]\nstrict = True\nnamespace_packages = True\nexplicit_package_bases = True\n'


def copy_stubs(folder):
    """Copy the stubs alone: next to the code, mypy would look into what has none."""
    paths = [path for pattern in ('*.pyi', 'py.typed')
             for path in glob.glob(os.path.join(ROOT, 'slipstream', '**', pattern), recursive=True)]
    for path in paths:
        target = os.path.join(folder, os.path.relpath(path, ROOT))
        os.makedirs(os.path.dirname(target), exist_ok=True)
        shutil.copy(path, target)
    return len(paths)


def examples(path):
    """The Python examples of a page as one program.

    A later one uses what an earlier one has made.
    """
    with io.open(path, encoding='utf-8') as page:
        blocks = re.findall(r'\.\. code-block:: python\n\n((?:(?: {4}.*)?\n)+)', page.read())
    return GIVEN + ''.join(re.sub('^    ', '', block, flags=re.MULTILINE) for block in blocks)


def write_programs(folder):
    """The paths of the programs to check, first that which is to be checked strictly."""
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


def main():
    """Check all; the number of checks that failed, as exit status."""
    folder = tempfile.mkdtemp()
    try:
        stubs = os.path.join(folder, 'stubs')
        print('{} files with types'.format(copy_stubs(stubs)))
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
        return sum(bool(subprocess.call(command, cwd=folder, env=environment))
                   for command in commands)
    finally:
        shutil.rmtree(folder)


if __name__ == '__main__':
    sys.exit(main())
