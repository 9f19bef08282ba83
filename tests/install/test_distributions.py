# -*- coding: utf-8 -*-
"""What is built: an sdist, a wheel for Python 3, a wheel for Python 2."""
from __future__ import unicode_literals

import email
import io
import os
import re
import sys
import tarfile
import zipfile

import trove_classifiers

from .environments import ROOT, run

with io.open(os.path.join(ROOT, 'slipstream', 'api', 'version.py'), encoding='utf-8') as module:
    VERSION = re.search(r"^__version__ = '(.*)'$", module.read(), re.MULTILINE).group(1)


#: Files that the sdist has besides the product.
NEEDED_BY_PACKAGERS = (
    'LICENSE', 'README.rst', 'CHANGELOG.rst', 'CONTRIBUTING.rst', 'SECURITY.rst', 'setup.py',
    'setup.cfg', 'pyproject.toml', 'tox.ini', 'toxfile.py', 'ruff.toml', 'docs/conf.py',
    'docs/index.rst', 'packaging/namespace_for_python2.py', 'scripts/coverage_gate.py',
    'scripts/newest-pythons',
    'tests/conftest.py', 'tests/requirements.txt', 'tests/install/test_distributions.py')


def _names(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def _metadata(wheel):
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith('.dist-info/METADATA'))
        return email.message_from_string(archive.read(name).decode('utf-8'))


def _keywords(metadata):
    return re.split(r'[, ]+', metadata['Keywords'])


def _requirements(metadata):  # pragma: py2 only
    """Names and bounds of the requirements: markers are written in more than one way."""
    requirements = metadata.get_all('Requires-Dist')
    return sorted(re.sub(r'[ ()]', '', text.partition(';')[0]) for text in requirements)


def _modules_of_the_tree(endings=('.py',)):
    folders = os.walk(os.path.join(ROOT, 'slipstream'))
    paths = [os.path.join(parent, name) for parent, _, names in folders
             for name in names if name.endswith(endings)]
    return [os.path.relpath(path, ROOT).replace(os.sep, '/') for path in paths]


def test_what_an_earlier_build_has_left_gets_into_no_wheel(tree, tmpdir):
    stale = os.path.join(tree, 'build', 'lib', 'slipstream', 'api', 'gone.py')
    os.makedirs(os.path.dirname(stale))
    with io.open(stale, 'w') as module:
        module.write('')
    run(sys.executable, '-m', 'pip', 'wheel', '-q', '--no-deps', '--no-build-isolation',
        '-w', str(tmpdir), tree)
    names = _names(str(tmpdir.listdir()[0]))
    assert 'slipstream/api/gone.py' not in names and 'slipstream/api/api.py' in names


def test_the_files_are_named_after_the_version(sdist, wheel3):
    assert os.path.basename(sdist) == 'slipstream_api-{}.tar.gz'.format(VERSION)
    assert os.path.basename(wheel3) == 'slipstream_api-{}-py3-none-any.whl'.format(VERSION)


def test_b88_the_metadata_is_accepted_by_the_index(sdist, wheel3):
    output = run(sys.executable, '-m', 'twine', 'check', '--strict', sdist, wheel3)
    assert output.count('PASSED') == 2


def test_the_metadata_is_accepted_from_python_2_as_well(wheel27):  # pragma: py2 only
    assert run(sys.executable, '-m', 'twine', 'check', '--strict', wheel27).count('PASSED') == 1


def test_the_sdist_holds_what_a_packager_needs(sdist):
    with tarfile.open(sdist) as archive:
        names = {name.partition('/')[2] for name in archive.getnames()}
    assert set(NEEDED_BY_PACKAGERS) <= names
    assert [name for name in names if name.endswith(('.pyc', '__pycache__'))] == []


def test_b87_the_wheel_for_python_3_leaves_the_namespace_to_all(wheel3):
    names = _names(wheel3)
    assert 'slipstream/__init__.py' not in names
    assert [name for name in names if name.endswith('.pth') or 'namespace_packages' in name] == []
    assert sorted(name for name in names if name.endswith('.py')) == sorted(_modules_of_the_tree())


def test_the_types_are_everywhere(sdist, wheel3):
    types = sorted(_modules_of_the_tree(('.pyi', 'py.typed')))
    with tarfile.open(sdist) as archive:
        packed = {name.partition('/')[2] for name in archive.getnames()}
    assert len(types) > 10
    assert sorted(name for name in _names(wheel3) if name.endswith(('.pyi', 'py.typed'))) == types
    assert set(types) <= packed


def test_the_page_of_the_sandbox_is_packed(sdist, wheel3):
    endings = ('.html', '.css', '.js')
    files = sorted(_modules_of_the_tree(endings))
    with tarfile.open(sdist) as archive:
        packed = {name.partition('/')[2] for name in archive.getnames()}
    assert len(files) == 3
    assert sorted(name for name in _names(wheel3) if name.endswith(endings)) == files
    assert set(files) <= packed


def test_pytest_finds_the_plugin(wheel3):
    with zipfile.ZipFile(wheel3) as archive:
        name = next(name for name in archive.namelist() if name.endswith('/entry_points.txt'))
        lines = archive.read(name).decode('ascii').split()
    assert ' '.join(lines) == '[pytest11] slipstream.testing = slipstream.testing'


def test_the_wheel_for_python_2_extends_the_path_of_the_namespace(wheel27):  # pragma: py2 only
    names = _names(wheel27)
    with zipfile.ZipFile(wheel27) as archive:
        text = archive.read('slipstream/__init__.py').decode('ascii')
    assert os.path.basename(wheel27) == 'slipstream_api-{}-py2-none-any.whl'.format(VERSION)
    assert text.splitlines()[1:] == [
        "__path__ = __import__('pkgutil').extend_path(__path__, __name__)"]
    assert [name for name in names if name.endswith('.pth') or 'namespace_packages' in name] == []
    modules = ['slipstream/__init__.py'] + _modules_of_the_tree()
    assert sorted(name for name in names if name.endswith('.py')) == sorted(modules)


def test_the_licence_and_the_description_go_along(wheel3):
    metadata = _metadata(wheel3)
    assert [name for name in _names(wheel3) if name.endswith('/LICENSE')]
    assert metadata['Summary'].startswith('Python client of SlipStream')
    assert metadata['Description-Content-Type'] == 'text/x-rst'
    assert 'sandbox' in (metadata.get_payload() or metadata['Description'])
    assert (metadata['License-Expression'], metadata['License']) == ('Apache-2.0', None)
    assert metadata.get_all('License-File') == ['LICENSE']


def test_an_old_python_builds_a_wheel_that_says_the_same(old_wheel, wheel3):  # pragma: py2 only
    old, new = _metadata(old_wheel), _metadata(wheel3)
    assert (old['License'], old['Version']) == ('Apache-2.0', VERSION)
    assert old['Summary'] == new['Summary']
    assert old.get_all('Classifier') == new.get_all('Classifier')
    assert _keywords(old) == _keywords(new)
    assert _requirements(old) == _requirements(new)


def test_a_keyword_stands_once(wheel3):
    keywords = _keywords(_metadata(wheel3))
    assert {'slipstream', 'cimi'} <= set(keywords)
    assert [word for word in keywords if not word or keywords.count(word) > 1] == []


def test_b88_the_requirements_depend_on_the_python(wheel3):
    metadata = _metadata(wheel3)
    lines = metadata.get_all('Requires-Dist')
    requirements = [text.replace(' ', '').replace('"', "'") for text in lines]
    always = [text for text in requirements if 'extra==' not in text]
    assert {re.match(r'[\w.-]+', text).group() for text in always} == {'requests', 'six', 'future'}
    markers = [text.partition(';')[2] for text in always if text.startswith('future')]
    assert markers == ["python_version<'3'"]
    assert set(metadata.get_all('Provides-Extra')) == {'docs', 'notebook', 'test'}
    assert '!=3.5.*' in metadata['Requires-Python']


def test_the_index_knows_the_classifiers(wheel3):
    named = set(_metadata(wheel3).get_all('Classifier'))
    assert sorted(named - trove_classifiers.classifiers) == []


def test_the_classifiers_name_the_pythons_that_are_tested(wheel3):
    with io.open(os.path.join(ROOT, 'tox.ini'), encoding='utf-8') as settings:
        environments = re.search(r'(?ms)^env_list =.*?(?=^\w)', settings.read()).group()
    tested = {'.'.join(version) for version in re.findall(r'\bpy(?:thon)?(\d)(\d+)', environments)}
    named = re.findall(r'Python :: (\d\.\d+)', '\n'.join(_metadata(wheel3).get_all('Classifier')))
    assert len(tested) > 8 and sorted(tested - set(named)) == []
