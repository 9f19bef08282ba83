# -*- coding: utf-8 -*-
"""A command-line tool that was written for 3.71.1."""
from __future__ import unicode_literals

import io

import pytest

from .names import FAILING, LAUNCH, NGINX, WORDPRESS
from .processes import run_program
from .programs import cli


@pytest.fixture
def command(served, home):
    """A function that runs a command; it returns the exit status, the output and the errors."""
    def run(*arguments):
        out, err = io.StringIO(), io.StringIO()
        code = cli.main([served.endpoint, str(home.join('cookies'))] + list(arguments), out, err)
        return code, out.getvalue(), err.getvalue()
    return run


@pytest.fixture
def logged_in(command):
    """The same, after a login."""
    assert command('login', 'jane', 'jane-password') == (0, 'Logged in.\n', '')
    return command


def test_each_failure_has_its_exit_code(command):
    assert command('nonsense')[0] == cli.USAGE
    assert command('login', 'jane', 'wrong') == (
        cli.REFUSED, '', 'Access refused. Log in first, or ask for the right.\n')
    assert command('status', '00000000-0000-4000-8000-000000000000')[0] == cli.REFUSED
    assert command('login', 'jane', 'jane-password')[0] == 0
    assert command('users')[0] == cli.REFUSED
    assert command('remove', 'nowhere') == (cli.MISSING, '', 'There is no such thing.\n')
    assert command('list', 'nowhere')[0] == cli.MISSING
    code, _, complaint = command('run', WORDPRESS, 'tags=a', 'parameter--nope=1')
    assert (code, 'Unknown parameter: nope' in complaint) == (cli.FAILED, True)
    assert command('logout') == (0, '', '')
    assert command('deployments')[0] == cli.REFUSED


def test_listings_are_printed_as_tables(logged_in):
    code, text, _ = logged_in('appstore')
    assert (code, text.splitlines()[0]) == (0, 'name\ttype\tversion\tpath')
    assert 'wordpress\tcomponent\t1517\t' + WORDPRESS in text.splitlines()
    assert 'centos-7\tcomponent\t1504\texamples/images/centos-7' in logged_in(
        'list', 'examples')[1].splitlines()
    assert logged_in(
        'usage')[1].splitlines()[1] == 'exoscale-ch-gva\t0\tNone\tNone\tNone\tNone\tNone\t20'
    assert logged_in('deployments') == (0, '', '')


def test_a_deployment_can_be_started_watched_and_stopped(logged_in, served):
    identifier = logged_in('run', WORDPRESS, 'parameter--cloudservice=ec2-eu-west',
                           'tags=cli')[1].strip()
    assert 'status: initializing' in logged_in('status', identifier)[1].splitlines()
    served.clock.advance(LAUNCH)
    lines = logged_in('status', identifier)[1].splitlines()
    assert {'status: ready', 'module: %s/1517' % WORDPRESS, 'scalable: false',
            'abort: None'} <= set(lines)
    header, row = logged_in('virtualmachines', identifier)[1].splitlines()
    assert dict(zip(header.split('\t'), row.split('\t')))['cloud'] == 'ec2-eu-west'
    assert identifier in logged_in('deployments')[1]
    assert [logged_in('terminate', identifier),
            logged_in('terminate', identifier)] == [(0, '', '')] * 2
    assert logged_in('deployments')[1] == ''
    failing = logged_in('run', FAILING)[1].strip()
    served.clock.advance(LAUNCH)
    assert 'abort: machine failed in state Executing, as configured' in logged_in(
        'status', failing)[1].splitlines()


def test_modules_can_be_published_built_and_removed(logged_in):
    assert logged_in('publish', 'jane/web/1519') == (0, '', '')
    code, _, complaint = logged_in('publish', 'jane/web/1519')
    assert (code, 'already published' in complaint) == (cli.FAILED, True)
    assert logged_in('unpublish', 'jane/web/1519') == (0, '', '')
    assert len(logged_in('build', NGINX, 'ec2-eu-west')[1].strip()) == 36
    assert logged_in('remove', 'jane/web') == (0, 'Deleted component jane/web.\n', '')


def test_the_program_runs_as_a_process(served, home):
    def run(*arguments):
        return run_program('cli.py', served.endpoint, home.join('cookies'), *arguments)

    assert run('login', 'jane', 'wrong')[0] == cli.REFUSED
    assert run('login', 'jane', 'jane-password') == (0, 'Logged in.\n', '')
    code, text, complaints = run('appstore')
    assert (code, complaints, WORDPRESS in text) == (0, '', True)
