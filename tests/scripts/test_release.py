# -*- coding: utf-8 -*-
"""The program that builds a release: what it refuses, and what it reports about the wheel."""
from __future__ import unicode_literals

import email
import subprocess

import pytest

from slipstream.api.version import __version__

from .loading import names_of

PROGRAM = names_of('release.py')
CHANGELOG = '5.0.0 (not released yet)\n---\n\n4.1.0 (2027-01-31)\n---\n'
METADATA = '''Name: slipstream-api
Version: 4.1.0
Summary: A "client"
License-Expression: Apache-2.0
Requires-Dist: requests<3,>=2.26; python_version >= "3.10"
Requires-Dist: six>=1.10
Requires-Dist: pandas; extra == "notebook"
'''


@pytest.fixture
def commands(monkeypatch):
    """The commands that the program runs, without running them."""
    recorded = []
    monkeypatch.setattr(subprocess, 'check_call', recorded.append)
    return recorded


@pytest.mark.parametrize('tag, version, fault', [
    ('v4.1.0', '4.1.0', None),
    ('4.1.0', '4.1.0', 'The tag is 4.1.0, but the version is 4.1.0.'),
    ('v4.1.0', '4.1.0.dev0', 'The tag is v4.1.0, but the version is 4.1.0.dev0.'),
    ('v5.0.0', '5.0.0', 'CHANGELOG.rst has no entry "5.0.0 (YYYY-MM-DD)".'),
    ('v4.0.9', '4.0.9', 'CHANGELOG.rst has no entry "4.0.9 (YYYY-MM-DD)".'),
])
def test_a_tag_has_to_fit_the_version_and_the_changelog(tag, version, fault):
    assert PROGRAM['tag_fault'](tag, version, CHANGELOG) == fault


def test_a_tag_that_does_not_fit_ends_the_release():
    with pytest.raises(SystemExit, match='but the version is ' + __version__):
        PROGRAM['main'](['tag', 'v0.0.1'])


def test_a_tag_that_fits_lets_it_go_on(monkeypatch):
    monkeypatch.setitem(PROGRAM, 'version', lambda: '4.1.0')
    monkeypatch.setitem(PROGRAM, 'read', lambda name: CHANGELOG)
    assert PROGRAM['main'](['tag', 'v4.1.0']) is None


def test_all_three_distributions_are_checked(commands):
    PROGRAM['main'](['check', 'dist'])
    stem = 'dist/slipstream_api-' + __version__
    assert commands[0][2:] == ['twine', 'check', '--strict', stem + '.tar.gz',
                               stem + '-py3-none-any.whl', stem + '-py2-none-any.whl']


def test_a_build_takes_no_warning(commands):
    PROGRAM['main'](['build', 'dist'])
    assert commands[0][1:6] == ['-W', 'error', '-m', 'build', '--outdir']


def test_the_bill_of_materials_begins_with_what_the_wheel_says():
    assert PROGRAM['project_table'](email.message_from_string(str(METADATA))).splitlines() == [
        '[project]',
        'name = "slipstream-api"',
        'version = "4.1.0"',
        'description = "A \\"client\\""',
        'license = "Apache-2.0"',
        'dependencies = ["requests<3,>=2.26; python_version >= \\"3.10\\"", "six>=1.10"]',
    ]


@pytest.mark.parametrize('arguments', [
    [], ['publish'], ['tag'], ['sbom', 'dist'], ['rehearse', 'dist']])
def test_a_command_line_that_is_wrong_shows_how_it_is_used(arguments):
    with pytest.raises(SystemExit, match='release.py tag v4.0.0'):
        PROGRAM['main'](arguments)
