# -*- coding: utf-8 -*-
"""What IPython shows of a failed call: your lines and the message."""
from __future__ import unicode_literals

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from slipstream.sandbox import Sandbox


@pytest.fixture
def shell():
    """A shell with an Api of a sandbox."""
    config = Config()
    config.HistoryManager.enabled = False  # it would start a thread, which never ends
    with Sandbox(speed=0) as sandbox:
        made = InteractiveShell(config=config)
        made.user_ns['api'] = sandbox.api()
        yield made


@pytest.mark.parametrize('line, message', [
    ('api.deploy()', 'TypeError: '),
    ('api.list_deployments(limit=0)', 'ValueError: limit must be at least 1, not 0'),
    ("api.cimi_search('events', limit=3)",
     'TypeError: Api.cimi_search() has no parameter limit. Did you mean last?'),
    ("api.get_element('apps/WordPress/wordpres')", 'NotFoundError: ')])
def test_a_failure_shows_your_line_and_no_line_of_the_library(shell, capsys, line, message):
    shell.run_cell(line)
    shown = capsys.readouterr().out
    assert line in shown and '\n' + message in shown and 'slipstream/api' not in shown


def test_whole_tracebacks_stay_where_they_are(shell, capsys):
    shell.run_cell('api.deploy()')
    # traceback.print_last() needs what IPython does not set on every Python.
    shell.run_cell('import sys, traceback; traceback.print_tb(sys.last_traceback)')
    assert 'slipstream/api' in capsys.readouterr().err
