# -*- coding: utf-8 -*-
"""Runs the tests of each mutant in a process forked off from one that has collected all tests."""
import gc
import importlib
import io
import json
import os
import resource
import signal
import sys
import time

import coverage
import pytest

import mutation

#: A test that takes longer than this, in seconds of the processor, is left out.
SLOWEST_TEST = 3

#: What a process has for its tests at most, in seconds of the processor: so many times what they
#: took, and some besides.
PATIENCE_TIMES, PATIENCE_SECONDS = 4, 15

#: How long a process may do nothing, in seconds: one of its tests waits for ever.
LONGEST_WAIT = 60

#: Bytes of memory for a process: a mutant that collects things for ever is stopped.
MEMORY = 4 << 30

#: Which tests are asked first, after those of the same module.
ORDER = mutation.TESTS

#: Exit statuses of a process.
ALL_PASSED, ONE_FAILED, NOTHING_CHANGED = 0, 1, 3


def run(campaign, tests, not_tests):
    """Collect the tests with pytest and let the campaign take over from there."""
    arguments = ['-q', '--no-header', '-p', 'no:cacheprovider', '--timeout=20']
    arguments += ['--ignore=' + path for path in not_tests]
    pytest.main(arguments + list(tests), plugins=[campaign])


class Campaign(object):
    """Tries mutants, once pytest has collected the tests.

    :ivar dict known: what became of mutants that need not be tried, by their keys.
    :ivar list results: pairs of the key of a mutant and what became of it.
    """

    def __init__(self, options, makers, equivalents, living_functions):
        self.options = options
        self.makers = makers
        self.equivalents = equivalents
        self.living_functions = living_functions
        self.known = {}
        self.results = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session):
        """Instead of running the tests once."""
        for path in mutation.modules_in(self.options.paths):
            importlib.import_module(path[:-len('.py')].replace('/', '.'))  # some are when needed
        plugins = session.config.pluginmanager
        with plugins.getplugin('capturemanager').global_and_fixture_disabled():
            plugins.unregister(name='terminalreporter')
            functions = self.living_functions()
            gc.collect()
            gc.freeze()     # or each process would copy what it only looks at
            self._try_all(session, functions)
        return True

    def _try_all(self, session, functions):
        measures = _measure(session)
        say('{} tests of {:.0f} s; {} of them fail without any mutant and are left out'.format(
            len(session.items), sum(measures['seconds']), len(measures['failed'])))
        chooser = Chooser(session.items, measures, self.options.seconds)
        running = {}
        try:
            for maker in self.makers:
                self._start(maker(), session, chooser, functions, running)
                while len(running) >= self.options.jobs:
                    self._wait(running)
            while running:
                self._wait(running)
        except KeyboardInterrupt:
            for pid in running:
                os.killpg(pid, signal.SIGKILL)

    def _start(self, mutant, session, chooser, functions, running):
        if mutant.key in self.known:
            return self.results.append((mutant.key, self.known[mutant.key]))
        if mutant.key in self.equivalents:
            return self._note(mutant, mutation.EQUAL)
        items, seconds = chooser.tests_of(mutant)
        if not items:
            return self._note(mutant, mutation.NOT_RUN)
        living = functions.get(os.path.abspath(mutant.path), {})
        pid = _forked(lambda: _attempt(mutant, living, session, items, seconds))
        deadline = time.monotonic() + LONGEST_WAIT + 10 * seconds
        running[pid] = mutant, deadline
        return None

    def _wait(self, running):
        """Note the processes that have ended, and end those that take too long."""
        time.sleep(0.005)
        for pid, (mutant, deadline) in list(running.items()):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if not ended and time.monotonic() < deadline:
                continue
            if not ended:
                os.killpg(pid, signal.SIGKILL)
                _, status = os.waitpid(pid, 0)
            del running[pid]
            self._note(mutant, _outcome(status))

    def _note(self, mutant, outcome):
        self.results.append((mutant.key, outcome))
        with io.open(self.options.results, 'a', encoding='utf-8') as file:
            file.write(json.dumps({
                'path': mutant.path, 'line': mutant.lines[0], 'removed': mutant.removed,
                'added': mutant.added, 'outcome': outcome}) + '\n')
        if outcome == mutation.SURVIVED:
            say('survived: {}:{}\n    - {}\n    + {}'.format(
                mutant.path, mutant.lines[0], mutant.removed, mutant.added))
        if len(self.results) % 100 == 0:
            say(mutation.score_line('so far', [outcome for _, outcome in self.results]))


def say(text):
    """Print at once, also where the output goes into a file."""
    print(text)
    sys.stdout.flush()


def _outcome(status):
    if not os.WIFEXITED(status):
        return mutation.TIMED_OUT
    return {ALL_PASSED: mutation.SURVIVED,
            NOTHING_CHANGED: mutation.NOT_RUN}.get(os.WEXITSTATUS(status), mutation.KILLED)


def _patience(seconds):
    return int(PATIENCE_TIMES * seconds + PATIENCE_SECONDS)


def _forked(work):
    """Do it in another process, which ends with the status that it returns; its id."""
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        return pid
    status = ONE_FAILED    # also if a test ends more than itself
    try:
        os.setsid()
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        status = work()
    finally:
        os._exit(status)


def _attempt(mutant, living, session, items, seconds):
    """Put in a mutant and run tests until one fails."""
    resource.setrlimit(resource.RLIMIT_CPU, (_patience(seconds),) * 2)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not mutant.apply(living):
        return NOTHING_CHANGED
    for _ in _run(session, items):
        if session.testsfailed:
            return ONE_FAILED
    return ALL_PASSED


def _run(session, items):
    """Run tests one after the other; a generator that says that one has ended."""
    for item, following in zip(items, items[1:] + [None]):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        yield item


def _measure(session):
    """Which tests run which lines, how long they take, which fail: from one run of them all."""
    path = os.path.abspath('measures.json')
    _, status = os.waitpid(_forked(lambda: _measured(session, path)), 0)
    assert status == 0, 'the tests have not come to their end'
    with open(path) as file:
        return json.load(file)


def _measured(session, path):
    tracer = coverage.Coverage(data_file=None, config_file=False, include=['slipstream/api/*'])
    tracer.start()
    seconds, failed = [], []
    begin, failures = time.process_time(), 0
    tracer.switch_context('0')
    for number, _ in enumerate(_run(session, session.items)):
        seconds.append(time.process_time() - begin)
        if session.testsfailed > failures:
            failed.append(number)
        begin, failures = time.process_time(), session.testsfailed
        tracer.switch_context(str(number + 1))
    tracer.stop()
    data = tracer.get_data()
    tests = {os.path.relpath(name): data.contexts_by_lineno(name)
             for name in data.measured_files()}
    with open(path, 'w') as file:
        json.dump({'seconds': seconds, 'failed': failed, 'tests': tests}, file)
    return 0


class Chooser(object):
    """Chooses the tests that may notice a mutant."""

    def __init__(self, items, measures, seconds):
        self._items = items
        self._seconds = measures['seconds']
        self._tests = measures['tests']
        self._limit = seconds
        self._left_out = set(measures['failed']) | {
            number for number, took in enumerate(self._seconds) if took > SLOWEST_TEST}

    def tests_of(self, mutant):
        """The tests that run its lines, in the order of running, and how long they take.

        If they take too long, those of the same module and then the fastest are chosen.
        """
        by_line = self._tests.get(mutant.path, {})
        numbers = {int(number) for line in range(mutant.lines[0], mutant.lines[1] + 1)
                   for number in by_line.get(str(line), ()) if number} - self._left_out
        module = os.path.basename(mutant.path)[:-len('.py')]
        ranks = {number: self._rank(number, module) for number in numbers}
        chosen, total = [], 0
        for number in sorted(numbers, key=lambda n: (ranks[n] > 0, self._seconds[n])):
            if total + self._seconds[number] <= self._limit:
                chosen.append(number)
                total += self._seconds[number]
        chosen.sort(key=lambda n: (ranks[n], n))
        return [self._items[number] for number in chosen], total

    def _rank(self, number, module):
        """0 for the tests of the same module, then the order of the folders."""
        path = self._items[number].nodeid.split('::')[0]
        if os.path.basename(path).startswith('test_' + module):
            return 0
        folder = '/'.join(path.split('/')[:2])
        return 1 + ORDER.index(folder) if folder in ORDER else len(ORDER) + 1
