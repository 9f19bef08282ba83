# -*- coding: utf-8 -*-
"""The configuration of a public forge: what can be seen without one.

``tox run -e forge`` checks it against the schemas, and the workflows for weaknesses.
"""
from __future__ import unicode_literals

import io
import json
import os
import re

import pytest

from ..meta.tree import ROOT

WORKFLOWS = ['release.yml', 'tests.yml']
YAML_FILES = [
    '.github/ISSUE_TEMPLATE/bug.yml', '.github/ISSUE_TEMPLATE/idea.yml', '.readthedocs.yaml'] + [
    '.github/workflows/' + name for name in WORKFLOWS]


def read(*names):
    """The text of a file of the repository."""
    with io.open(os.path.join(ROOT, *names), encoding='utf-8') as source:
        return source.read()


def workflow(name):
    """The text of a workflow."""
    return read('.github', 'workflows', name)


def jobs_of(name):
    """The source of the jobs of a workflow."""
    return re.split(r'(?m)^  (?=\w[\w-]*:$)', workflow(name).partition('\njobs:\n')[2])[1:]


def environments_of_tox():
    """The names of the environments that have a section in ``tox.ini``."""
    return set(re.findall(r'(?m)^\[testenv:(\S+)\]$', read('tox.ini')))


def test_every_workflow_is_looked_at():
    assert sorted(os.listdir(os.path.join(ROOT, '.github', 'workflows'))) == WORKFLOWS


def test_the_files_are_yaml():
    yaml = pytest.importorskip('yaml', reason='needs PyYAML; tox -e forge checks the same')
    for path in YAML_FILES:  # pragma: no cover - PyYAML is not among the requirements
        assert yaml.safe_load(read(path)), path


def test_an_action_is_pinned_by_commit_and_named_by_version():
    uses = re.findall(r'uses: *(.*)', ''.join(map(workflow, WORKFLOWS)))
    pinned = [re.match(r'([\w-]+/[\w-]+)@[0-9a-f]{40} # v\d+\.\d+\.\d+$', use) for use in uses]
    assert len(uses) > 10 and None not in pinned
    assert len(set(uses)) == len({match.group(1) for match in pinned})


@pytest.mark.parametrize('name', WORKFLOWS)
def test_a_job_has_the_rights_that_it_names_and_a_limit(name):
    assert '\npermissions: {}\n' in workflow(name)
    assert jobs_of(name)
    assert [job for job in jobs_of(name) if '\n    permissions:\n' not in job] == []
    assert [job for job in jobs_of(name) if '\n    timeout-minutes: ' not in job] == []


def test_only_the_jobs_that_publish_may_write():
    jobs = [job for name in WORKFLOWS for job in jobs_of(name)]
    writing = [job.partition(':')[0] for job in jobs if ': write' in job]
    assert writing == ['attest', 'publish', 'page']


def test_the_tests_run_on_every_python_that_the_metadata_names():
    named = set(re.findall(r'Python :: (\d\.\d+)', read('setup.cfg')))
    tested = set(re.findall(r"'(?:pypy)?(\d\.\d+)t?'", ''.join(jobs_of('tests.yml')[:2])))
    assert len(named) > 10 and tested == named
    assert {"'pypy3.11'", "'3.13t'", "'3.14t'"} <= set(re.findall(r"'.*?'", workflow('tests.yml')))


def test_a_forge_runs_what_tox_runs():
    listed = re.search(r'\nenv_list =\n((?: .*\n)+)', read('tox.ini')).group(1)
    on_a_python = {'python27', 'py36', 'py37'} | {  # which the matrices have
        'py%s' % name.replace('.', '') for name in re.findall(r"- '(?:py)?(.*?)'", ''.join(
            jobs_of('tests.yml')[:1]))}
    by_tox = {name for names in re.findall(r'(?m)^ +- ([a-z,-]+)$|tox run -e (\w+)',
                                           workflow('tests.yml')) for name in
              ''.join(names).split(',')}
    in_a_container = set(re.findall(r'--(oldest)\b', workflow('tests.yml')))
    assert set(re.split(r'[,\s]+', listed.strip())) == on_a_python | by_tox | in_a_container


def test_the_gate_of_coverage_gets_the_measures_of_all_jobs():
    jobs = jobs_of('tests.yml')
    assert [job.count('upload-artifact@') for job in jobs] == [1, 1, 1, 0]
    assert re.findall(r'name: (coverage-)\S', ''.join(jobs[:3])) == 3 * ['coverage-']
    needed = re.search(r'needs: \[(.*)\]', jobs[3]).group(1).split(', ')
    assert needed == [job.partition(':')[0] for job in jobs[:3]]
    assert 'pattern: coverage-*\n' in jobs[3] and 'path: .tox/results\n' in jobs[3]


def test_the_weekly_run_takes_pre_releases():
    text = workflow('tests.yml')
    assert re.search(r"schedule:\n.*\n +- cron: '\d+ \d+ \* \* \d'", text)
    assert "PIP_PRE: ${{ github.event_name == 'schedule' && '1' || '0' }}" in text


@pytest.mark.parametrize('name', WORKFLOWS)
def test_what_a_workflow_runs_is_there(name):
    scripts = re.findall(r'\bscripts/[\w.-]+', workflow(name))
    assert [script for script in scripts if not os.path.isfile(os.path.join(ROOT, script))] == []
    environments = re.findall(r'(?m)^ +- ([a-z,-]+)$|tox run -e (\w+)', workflow(name))
    names = {name for pair in environments for name in ''.join(pair).split(',')}
    assert names and names <= environments_of_tox()


def test_the_release_does_all_its_steps_in_their_order():
    text = workflow('release.yml')
    steps = ['-- tag "$GITHUB_REF_NAME"', '-- build dist', 'bdist_wheel -d /dist', '-- check dist',
             '-- sbom dist', 'subject-path: artifacts/dist/*', 'sbom-path: ', 'pypi-publish@']
    places = [text.index(step) for step in steps]
    assert places == sorted(places)


def test_the_form_for_bugs_asks_for_what_helps():
    form = read('.github', 'ISSUE_TEMPLATE', 'bug.yml')
    assert 'python -m slipstream.api doctor --json' in form
    assert 'print(api.history[-1].curl())' in form
    assert 'SECURITY.rst' in form


def test_read_the_docs_builds_what_is_there():
    settings = read('.readthedocs.yaml')
    assert os.path.isfile(os.path.join(ROOT, re.search(r'configuration: (\S+)', settings).group(1)))
    assert 'fail_on_warning: true' in settings
    extra = re.search(r'extra_requirements:\n +- (\w+)', settings).group(1)
    assert re.search(r'(?m)^{} =$'.format(extra), read('setup.cfg'))


def test_renovate_sees_every_exact_pin():
    settings = json.loads(read('renovate.json'))
    pattern = settings['customManagers'][0]['matchStrings'][0].replace('(?<', '(?P<')
    seen = {match.group('depName') for match in re.finditer(pattern, read('tox.ini'))}
    frozen = set(settings['packageRules'][0]['matchPackageNames'])
    pinned = set(re.findall(r'([\w-]+)==', read('tox.ini')))
    assert {'ruff', 'zizmor'} <= seen
    assert pinned - seen <= frozen <= pinned
