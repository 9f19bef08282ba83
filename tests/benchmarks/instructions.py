# -*- coding: utf-8 -*-
"""Instructions: what takes how many instructions of the processor, counted by Valgrind.

Unlike times, they are the same each time, whatever else the machine does. Without Valgrind, nothing
is measured here.
"""
from __future__ import division, unicode_literals

import glob
import os
import re
import shutil
import subprocess
import tempfile

from . import responses
from .measures import FIRST_API, HERE, compared

#: A first call of each interface.
FIRST_RESPONSES = (
    'from slipstream.api import Api; api = Api("{}/1", cookie_file="no-such-folder/cookies.txt"); '
    'api.cimi_get("event/257d0a64-5c1c-4a7e-b1a0-000000000001"); '
    'api.get_deployment("7b0e4a52-1c2d-4e5f-9a6b-8c7d6e5f4a3b")')
# Asking for the parent process marks where a part begins and ends; nothing else does that.
_LISTINGS = '''
import gc, os, sys
sys.path.insert(0, {folder!r})
import clients
for shape in {shapes!r}:
    client = clients.CLIENTS[{client!r}]({endpoint!r} + shape)
    client.list_deployments({size})
    gc.collect()
    os.getppid()
    rows = client.list_deployments({size})
    os.getppid()
    assert len(rows) == {size}
    del rows
'''


def imports(environments, endpoint):
    """The import, and whole programs; the import without what an empty interpreter takes.

    A whole program is counted with the start of its interpreter: 3.71.1 brings a file that each
    interpreter of its environment executes, and which loads what requests would load later.
    """
    def counted(name, program):
        return whole(environments[name], program) - whole(environments[name], 'pass')

    if not shutil.which('valgrind'):
        return []
    ours = counted('ours', 'import slipstream.api')
    others = [('against requests', counted('ours', 'import requests'), 1.25),
              ('against 3.71.1', counted('old', 'import slipstream.api'), 1.0),
              ('against nuvla-api', counted('nuvla', 'import nuvla.api'), 1.05)]
    rows = [compared('instructions of the import, %s' % what, 'million', [ours], [other], most=most)
            for what, other, most in others]
    first, two = [[[whole(environments[name], program)] for name in ('ours', 'old')]
                  for program in (FIRST_API, FIRST_RESPONSES.format(endpoint))]
    return rows + [
        compared('instructions of a program with a first Api, against 3.71.1', 'million', *first),
        compared('instructions of a program with two calls, against 3.71.1', 'million', *two,
                 most=1.05)]


def shapes(environments, endpoint, share):
    """Lists of deployments with sixteen kinds of rows, against 3.71.1 on Python 3.8."""
    if not shutil.which('valgrind') or not {'ours-3.8', 'old-3.8'} <= set(environments):
        return []
    size = max(10, int(1000 * share))
    ours, others = [parts(environments[client + '-3.8'], _LISTINGS.format(
        folder=HERE, shapes=responses.SHAPES, client=client, size=size,
        endpoint='%s/%d/' % (endpoint, size))) for client in ('ours', 'old')]
    return [compared('instructions of list_deployments of %d rows (%s), against 3.71.1' % (
        size, shape.replace('-', ', ')), 'million', [own], [other], most=1.0)
        for shape, own, other in zip(responses.SHAPES, ours, others)]


def whole(environment, program):
    """Millions of instructions that a program takes."""
    with tempfile.TemporaryDirectory() as folder:
        counted = _run(environment, program, folder)
    return int(re.search(br'Collected : ([0-9]+)', counted).group(1)) / 1e6


def parts(environment, program):
    """Millions of instructions between the first mark of a program and the second, and so on."""
    with tempfile.TemporaryDirectory() as folder:
        _run(environment, program, folder, '--dump-before=getppid')
        files = [os.path.join(folder, 'profile.%d' % (number + 1))
                 for number in range(len(glob.glob(os.path.join(folder, 'profile.*'))))]
        # The first one is what was before, the last one is what came after.
        return [_total(path) / 1e6 for path in files[1:-1:2]]


def _total(path):
    with open(path) as profile:
        return int(re.search(r'^(?:totals|summary): ([0-9]+)', profile.read(), re.M).group(1))


def _run(environment, program, folder, *options):
    # Not the null device: callgrind replaces the file, even that one if the user may.
    command = ['valgrind', '--tool=callgrind', '--callgrind-out-file=' + os.path.join(
        folder, 'profile')] + list(options) + [environment.python, '-c', program]
    return subprocess.run(command, env=dict(environment.variables, PYTHONHASHSEED='0'), check=True,
                          cwd=environment.home, stderr=subprocess.PIPE).stderr
