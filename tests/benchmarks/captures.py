# -*- coding: utf-8 -*-
"""``python -m tests.benchmarks.captures``: how long a capture takes, and how much memory.

Serves a catalogue of a number of modules and versions in one process, and captures it in
another one, over sockets. Prints the seconds and the peak of the memory of the capture, in MB.
Needs Linux or macOS. The goal is 60 seconds for 5 000 modules with four versions each.
"""
from __future__ import division, print_function, unicode_literals

import argparse
import io
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time

from slipstream.sandbox import Sandbox
from slipstream.sandbox.command_line import capture

clock = getattr(time, 'perf_counter', time.time)
#: Modules of a project.
PER_PROJECT = 100
#: Bytes in a unit of the peak that the system tells.
UNIT = 1 if sys.platform == 'darwin' else 1024


def catalogue(modules, versions):
    """A catalogue of components with parameters, images and comments."""
    entries = [{'path': 'team', 'type': 'project'}]
    entries.extend({'path': 'team/p%d' % number, 'type': 'project'}
                   for number in range(-(-modules // PER_PROJECT)))
    entries.extend({
        'path': 'team/p%d/c%d' % (number // PER_PROJECT, number), 'type': 'component',
        'version': 2000 + version * modules + number, 'description': 'Component %d' % number,
        'images': {'exoscale-ch-gva': 'Linux Ubuntu 16.04 LTS 64-bit'}, 'isBase': True,
        'commit': {'author': 'jane', 'comment': 'Version %d' % version},
        'parameters': [{'name': 'parameter%d' % index, 'description': 'A parameter', 'value': 'x'}
                       for index in range(5)]}
        for version in range(versions) for number in range(modules))
    return {'built_in': True, 'modules': entries}


def make(path, modules, versions):
    """Write a catalogue.

    In a process of its own: where the system tells a peak, it counts that of the parent, too.
    """
    with io.open(path, 'w', encoding='utf-8') as stream:
        json.dump(catalogue(int(modules), int(versions)), stream)


def serve(path):
    """Serve a catalogue until the input ends."""
    with Sandbox(http=True, speed=0, catalogue=path) as sandbox:
        print(sandbox.endpoint)
        sys.stdout.flush()
        sys.stdin.read()


def measure(endpoint, path, at_once):
    """Capture a sandbox; print the seconds and the peak of the memory."""
    parser = argparse.ArgumentParser()
    capture.add_options(parser)
    options = parser.parse_args(['--endpoint', endpoint, '--out', path, '--rate', '0', '--pause',
                                 '0', '--at-once', at_once])
    os.environ.update({'SLIPSTREAM_USERNAME': 'jane', 'SLIPSTREAM_PASSWORD': 'jane-password'})
    started = clock()
    assert capture.run(options, sys.stderr) == 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT / 1e6
    print('%.1f s, %.0f MB' % (clock() - started, peak))


def main():
    """Make the catalogue, serve it, capture it."""
    parser = argparse.ArgumentParser(prog='python -m tests.benchmarks.captures')
    parser.add_argument('--modules', type=int, default=5000)
    parser.add_argument('--versions', type=int, default=4)
    parser.add_argument('--at-once', default='4')
    options = parser.parse_args()
    folder = tempfile.mkdtemp()
    path, program = os.path.join(folder, 'catalogue.json'), [sys.executable, '-m', __spec__.name]
    try:
        subprocess.check_call(
            program + ['make', path, str(options.modules), str(options.versions)])
        server = subprocess.Popen(program + ['serve', path], stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE)
        endpoint = server.stdout.readline().decode('ascii').strip()
        print('%d modules with %d versions, %s at once:' % (
            options.modules, options.modules * options.versions, options.at_once))
        sys.stdout.flush()
        subprocess.check_call(program + [
            'measure', endpoint, os.path.join(folder, 'captured.json'), options.at_once])
        server.communicate()
    finally:
        shutil.rmtree(folder)


if __name__ == '__main__':
    {'make': make, 'serve': serve, 'measure': measure}.get(
        ''.join(sys.argv[1:2]), lambda *_: main())(*sys.argv[2:])
