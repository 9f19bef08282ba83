# -*- coding: utf-8 -*-
"""Running pytest inside of a test, on old versions of it as well."""
from __future__ import unicode_literals

import sys

import pytest
from _pytest import pytester as own_tests

#: The fixture has got a new name once.
NAME = 'pytester' if hasattr(own_tests, 'Pytester') else 'testdir'
OPTIONS = tuple(str(option) for option in ('-p', 'slipstream.testing', '-p',
                                           'no:cacheprovider', '-q'))


@pytest.fixture
def run_tests(request):
    """A function that runs tests from a string in a separate folder, with ``pytester``."""
    folder = request.getfixturevalue(NAME)

    def run(text, *options, **files):
        """Run it; ``apart=True``: in another process."""
        apart = files.pop('apart', False)
        files['test_program'] = (
            '# -*- coding: utf-8 -*-\nfrom __future__ import unicode_literals\n' + text)
        folder.makepyfile(**files)
        command = (folder.runpytest_subprocess if apart else folder.runpytest_inprocess)
        return command(*OPTIONS + tuple(str(option) for option in options))

    return run


@pytest.fixture
def search_path(monkeypatch):
    """Let other processes find what this one imports."""
    monkeypatch.setenv(str('PYTHONPATH'), str(':').join(path for path in sys.path if path))
