# -*- coding: utf-8 -*-
"""Build and check what a release publishes. Nothing here publishes anything.

Usage, in an environment with build, twine and cyclonedx-bom ("tox run -e release -- ..." has them):

    release.py tag v4.0.0         check that the tag fits the version and the changelog
    release.py build FOLDER       build the sdist, and from it the wheel for Python 3
    release.py check FOLDER       check that the index would take all three distributions
    release.py sbom FOLDER FILE   write what the wheel for Python 3 consists of, in CycloneDX
    release.py rehearse           build, check and sbom in a temporary folder, without Python 2.7

The wheel for Python 2.7 comes in between: a Python 2.7 builds it from the sdist, by
"setup.py bdist_wheel".
"""
from __future__ import print_function, unicode_literals

import email
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SDIST, WHEEL, WHEEL_FOR_PYTHON_2 = '.tar.gz', '-py3-none-any.whl', '-py2-none-any.whl'


def read(*names):
    """The text of a file of the repository."""
    with io.open(os.path.join(ROOT, *names), encoding='utf-8') as source:
        return source.read()


def version():
    """The version of the library, without importing it."""
    module = read('slipstream', 'api', 'version.py')
    return re.search(r"(?m)^__version__ = '(.+)'$", module).group(1)


def files(folder, *endings):
    """Where the distributions are: those with these endings, or all."""
    stem = os.path.join(folder, 'slipstream_api-' + version())
    return [stem + ending for ending in endings or (SDIST, WHEEL, WHEEL_FOR_PYTHON_2)]


def tag_fault(tag, current, changelog):
    """What keeps a tag from being released, as a sentence; None if it may be.

    :param current: the version of the library.
    :param changelog: the text of the changelog.
    """
    if tag != 'v' + current:
        return 'The tag is {}, but the version is {}.'.format(tag, current)
    if not re.search(r'(?m)^{} \(\d{{4}}-\d\d-\d\d\)$'.format(re.escape(current)), changelog):
        return 'CHANGELOG.rst has no entry "{} (YYYY-MM-DD)".'.format(current)
    return None


def check_tag(tag):
    """End with a message if a tag may not be released."""
    fault = tag_fault(tag, version(), read('CHANGELOG.rst'))
    if fault:
        sys.exit(fault)


def build(folder):
    """Build the sdist, and from it the wheel for Python 3; a warning is an error."""
    subprocess.check_call(
        [sys.executable, '-W', 'error', '-m', 'build', '--outdir', folder, ROOT])


def check(folder, *endings):
    """Check that everything is there, and that the index would take it."""
    run('twine', 'check', '--strict', *files(folder, *endings))


def project_table(metadata):
    """The metadata of a wheel as a ``pyproject.toml``, which the maker of the bill reads."""
    needed = [line for line in metadata.get_all('Requires-Dist') if 'extra ==' not in line]
    table = [('name', metadata['Name']), ('version', metadata['Version']),
             ('description', metadata['Summary']), ('license', metadata['License-Expression']),
             ('dependencies', needed)]
    lines = ['{} = {}\n'.format(key, json.dumps(value)) for key, value in table]
    return '[project]\n' + ''.join(lines)


def metadata_of(wheel):
    """The metadata of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith('/METADATA'))
        return email.message_from_string(archive.read(name).decode('utf-8'))


def run(*arguments):
    """Run a module of this Python."""
    subprocess.check_call([sys.executable, '-m'] + list(arguments))


def write_sbom(wheel, path, scratch):
    """Write the bill of materials of a wheel, by way of an environment in an empty folder."""
    project = os.path.join(scratch, 'pyproject.toml')
    python = os.path.join(scratch, 'environment', 'bin', 'python')
    with io.open(project, 'w', encoding='utf-8') as target:
        target.write(project_table(metadata_of(wheel)))
    run('venv', '--without-pip', os.path.join(scratch, 'environment'))
    run('pip', '--python', python, 'install', '--quiet', wheel)
    run('cyclonedx_py', 'environment', '--pyproject', project, '--mc-type', 'library',
        '--output-reproducible', '--output-file', path, python)


def sbom(folder, path):
    """Write the bill of materials: the wheel for Python 3, and what pip installs for it today."""
    scratch = tempfile.mkdtemp()
    try:
        write_sbom(files(folder, WHEEL)[0], path, scratch)
    finally:
        shutil.rmtree(scratch)


def rehearse():
    """Do all that needs no tag and no Python 2.7, and keep nothing of it."""
    scratch = tempfile.mkdtemp()
    try:
        build(scratch)
        check(scratch, SDIST, WHEEL)
        sbom(scratch, os.path.join(scratch, 'sbom.cdx.json'))
    finally:
        shutil.rmtree(scratch)


#: The commands, with the number of their arguments.
COMMANDS = {'tag': (check_tag, 1), 'build': (build, 1), 'check': (check, 1), 'sbom': (sbom, 2),
            'rehearse': (rehearse, 0)}


def main(arguments):
    """Carry out a command."""
    command, count = COMMANDS.get(arguments[0], (None, 0)) if arguments else (None, 0)
    if command is None or len(arguments) != count + 1:
        sys.exit(__doc__)
    command(*arguments[1:])


if __name__ == '__main__':
    try:
        main(sys.argv[1:])
    except subprocess.CalledProcessError as error:
        sys.exit('Failed: {}'.format(' '.join(error.cmd)))
