# -*- coding: utf-8 -*-
"""Versions: what ``docs/versions.rst`` promises, the changelog keeps."""
from __future__ import unicode_literals

import io
import os
import re

import pytest

from slipstream.api.version import __version__

from .tree import PRODUCT, ROOT

#: The sections of an entry, in their order.
SECTIONS = ['Before you upgrade', 'Added', 'Changed', 'Fixed', 'Deprecated', 'Removed', 'Security']
#: The sections that a version of each kind does not have.
FORBIDDEN = {'major': set(), 'minor': {'Before you upgrade', 'Removed'},
             'fix': {'Before you upgrade', 'Removed', 'Added', 'Deprecated'}}


def read(*names):
    """The text of a file of the repository."""
    with io.open(os.path.join(ROOT, *names), encoding='utf-8') as source:
        return source.read()


def kind(version):
    """Whether a version is a ``major``, a ``minor`` or a ``fix``."""
    _, minor, fix = version.split('.')
    return 'fix' if fix != '0' else 'minor' if minor != '0' else 'major'


class Entry(object):
    """An entry of a changelog.

    :param version: its version.
    :param date: when that was released, or ``not released yet``.
    :param text: what follows.
    """

    def __init__(self, version, date, text):
        parts = re.split(r'(?m)^(\w.*)\n~+\n', text)
        self.version, self.date = version, date
        self.sections = [re.sub(r' from [\d.]+$', '', title) for title in parts[1::2]]
        self.texts = parts[2::2]

    def faults(self):
        """The problems of an entry, as a list of words and names of sections."""
        headings = [name for name in self.sections if name in SECTIONS]
        faults = [name for name in self.sections if name not in SECTIONS]
        faults += [name for name, text in zip(self.sections, self.texts)
                   if not text.strip().startswith('- ')]
        faults += sorted(FORBIDDEN[kind(self.version)] & set(headings))
        return faults + ([] if headings == sorted(set(headings), key=SECTIONS.index) else ['order'])


def entries(changelog):
    """The entries of a changelog, newest first."""
    title = r'(?m)^(\d+\.\d+\.\d+) \((not released yet|\d{4}-\d\d-\d\d)\)\n-+\n'
    parts = re.split(title, changelog)
    return [Entry(*parts[start:start + 3]) for start in range(1, len(parts), 3)]


def test_the_version_is_that_of_the_newest_entry():
    newest = entries(read('CHANGELOG.rst'))[0]
    version, _, development = __version__.partition('.dev')
    assert newest.version == version
    assert (newest.date == 'not released yet') is bool(development)


def test_only_the_newest_entry_may_be_unreleased():
    dates = [entry.date for entry in entries(read('CHANGELOG.rst'))]
    assert 'not released yet' not in dates[1:]
    assert dates == sorted(dates, reverse=True)


def test_an_entry_has_the_sections_that_the_rules_promise():
    changelog = entries(read('CHANGELOG.rst'))
    assert {entry.version: entry.faults() for entry in changelog if entry.faults()} == {}
    assert len(changelog) == len(re.findall(r'(?m)^---+$', read('CHANGELOG.rst')))


def test_the_documentation_names_the_sections():
    rules = ' '.join(read('docs', 'versions.rst').split())
    promised = re.search(r'sections that it needs: ([^.]*)', rules).group(1)
    assert re.findall(r'\*(.*?)\*', promised) == SECTIONS


def test_what_warns_that_it_is_deprecated_stands_in_the_changelog():
    warning = [path for path in map(str, PRODUCT.values()) if 'DeprecationWarning' in read(path)]
    listed = {name for entry in entries(read('CHANGELOG.rst')) for name in entry.sections}
    assert 'Deprecated' in listed or warning == []


@pytest.mark.parametrize('version, text, faults', [
    ('5.0.0', 'Before you upgrade from 4.2.0\n~~~~\n\n- One.\n\nAdded\n~~~~\n\n- Two.\n', []),
    ('4.1.0', 'Added\n~~~~\n\n- One.\n\nRemoved\n~~~~\n\n- Two.\n', ['Removed']),
    ('4.1.1', 'Added\n~~~~\n\n- One.\n\nFixed\n~~~~\n\n- Two.\n', ['Added']),
    ('4.1.0', 'Fixed\n~~~~\n\n- One.\n\nAdded\n~~~~\n\n- Two.\n', ['order']),
    ('4.1.0', 'Fixed\n~~~~\n\n- One.\n\nFixed\n~~~~\n\n- Two.\n', ['order']),
    ('4.1.0', 'New\n~~~~\n\n- One.\n', ['New']),
    ('4.1.0', 'Added\n~~~~\n', ['Added']),
])
def test_an_entry_that_breaks_the_rules_would_be_seen(version, text, faults):
    entry, = entries('{} (2027-01-31)\n----\n\n{}'.format(version, text))
    assert entry.faults() == faults
