# -*- coding: utf-8 -*-
"""Runs the tests of each mutant in a process forked off from one that has collected all tests."""
import collections
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
import mutation_measures
import mutation_results
import pytest

#: A test that takes longer than this, in seconds of the processor, is left out.
SLOWEST_TEST = 3

#: The processor time that the tests of a mutant may take: this many times what they took without
#: the mistake, and this many seconds more.
PATIENCE_TIMES, PATIENCE_SECONDS = 4, 15

#: How long a process may do nothing, in seconds: one of its tests waits forever.
LONGEST_WAIT = 60

#: Bytes of memory for a process: it ends a mutant that collects things or starts threads forever.
MEMORY = 3 << 29

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

    def __init__(self, options, modules, makers, equivalents, living_functions):
        self.options = options
        self.modules = modules
        self.makers = makers
        self.equivalents = equivalents
        self.living_functions = living_functions
        self.known = {}
        self.results = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session):
        """Instead of running the tests once."""
        for path in self.modules:
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
        measures = _measure(session, os.path.join(
            os.path.dirname(self.options.results), 'mutation-measures.json'))
        say('{} tests of {:.0f} s; {} of them fail without any mutant and are left out'.format(
            len(session.items), sum(measures['seconds']), len(measures['failed'])))
        chooser = Chooser(session.items, measures, self.options.seconds)
        for path, line, killer in mutation_results.read_killers(self.options.results):
            chooser.learn(path, line, killer)
        running = {}
        try:
            for maker in self.makers:
                self._start(maker(), session, chooser, functions, running)
                while len(running) >= self.options.jobs:
                    self._wait(running, chooser)
            while running:
                self._wait(running, chooser)
        except KeyboardInterrupt:
            for pid in running:
                os.killpg(pid, signal.SIGKILL)

    def _start(self, mutant, session, chooser, functions, running):
        if mutant.key in self.known:
            return self.results.append((mutant.key, self.known[mutant.key]))
        if mutant.key in self.equivalents:
            return self._note(mutant, mutation_results.EQUAL)
        items, seconds = chooser.tests_of(mutant)
        if not items:
            return self._note(mutant, mutation_results.NOT_RUN)
        living = functions.get(os.path.abspath(mutant.path), {})
        reading, writing = os.pipe()
        os.set_blocking(reading, False)     # a process that a test has left behind may hold it
        pid = _forked(lambda: _attempt(mutant, living, session, items, seconds, writing))
        os.close(writing)
        deadline = time.monotonic() + LONGEST_WAIT + 10 * seconds
        running[pid] = mutant, deadline, reading
        return None

    def _wait(self, running, chooser):
        """Note the processes that have ended, and end those that take too long."""
        time.sleep(0.005)
        for pid, (mutant, deadline, answer) in list(running.items()):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if not ended and time.monotonic() < deadline:
                continue
            _end_group(pid)     # with what its tests have left behind
            if not ended:
                _, status = os.waitpid(pid, 0)
            del running[pid]
            killer = _read(answer)
            chooser.learn(mutant.path, mutant.lines[0], killer)
            self._note(mutant, _outcome(status), killer)

    def _note(self, mutant, outcome, killer=''):
        self.results.append((mutant.key, outcome))
        with io.open(self.options.results, 'a', encoding='utf-8') as file:
            file.write(json.dumps({
                'path': mutant.path, 'line': mutant.lines[0], 'removed': mutant.removed,
                'added': mutant.added, 'outcome': outcome, 'by': killer}) + '\n')
        if outcome == mutation_results.SURVIVED:
            say('survived: {}:{}\n    - {}\n    + {}'.format(
                mutant.path, mutant.lines[0], mutant.removed, mutant.added))
        if len(self.results) % 100 == 0:
            say(mutation_results.score_line('so far', [outcome for _, outcome in self.results]))


def say(text):
    """Print at once, also where the output goes into a file."""
    print(text)
    sys.stdout.flush()


def _outcome(status):
    if not os.WIFEXITED(status):
        return mutation_results.TIMED_OUT
    return {ALL_PASSED: mutation_results.SURVIVED,
            NOTHING_CHANGED: mutation_results.NOT_RUN}.get(
                os.WEXITSTATUS(status), mutation_results.KILLED)


def _end_group(pid):
    try:
        os.killpg(pid, signal.SIGKILL)
    except OSError:     # there is nobody left
        return


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


def _read(answer):
    """What a process has said before its end: the name of the test that failed, or nothing."""
    try:
        return os.read(answer, 10000).decode('utf-8')
    except BlockingIOError:
        return ''
    finally:
        os.close(answer)


def _attempt(mutant, living, session, items, seconds, pipe):
    """Put in a mutant and run tests until one fails; report its name."""
    resource.setrlimit(resource.RLIMIT_CPU, (_patience(seconds),) * 2)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not mutant.apply(living):
        return NOTHING_CHANGED
    for item in _run(session, items):
        if session.testsfailed:
            os.write(pipe, item.nodeid.encode('utf-8'))
            return ONE_FAILED
    return ALL_PASSED


def _run(session, items):
    """Run tests one after the other; a generator that says that one has ended."""
    for item, following in zip(items, items[1:] + [None]):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        yield item


def _measure(session, path):
    """What each test runs and takes: as it is kept in a file, or from a run of those tests."""
    tests = mutation_measures.still_true(path)
    items = [item for item in session.items if item.nodeid not in tests]
    if items:
        say('Which lines do they run? {} tests are asked'.format(len(items)))
        new = os.path.abspath('measures.json')
        _, status = os.waitpid(_forked(lambda: _measured(session, items, new)), 0)
        assert status == 0, 'the tests have not come to their end'
        with open(new) as file:
            tests.update(json.load(file))
        mutation_measures.write(path, tests)
    return _by_line([tests[item.nodeid] for item in session.items])


def _measured(session, items, path):
    tracer = coverage.Coverage(data_file=None, config_file=False, include=['slipstream/api/*'])
    tracer.start()
    tests, begin, failures = {}, time.process_time(), 0
    tracer.switch_context(items[0].nodeid)
    for item, following in zip(_run(session, items), items[1:] + [None]):
        tests[item.nodeid] = {
            'file': mutation_measures.digest(item.nodeid), 'lines': {},
            'seconds': time.process_time() - begin, 'failed': session.testsfailed > failures}
        begin, failures = time.process_time(), session.testsfailed
        tracer.switch_context(following.nodeid if following else '')
    tracer.stop()
    _add_lines(tests, tracer.get_data())
    with open(path, 'w') as file:
        json.dump(tests, file)
    return 0


def _add_lines(tests, data):
    """Add the lines of functions that each test has run."""
    for name in data.measured_files():
        path = os.path.relpath(name)
        inside = mutation_measures.lines_of_functions(path)
        for line, contexts in data.contexts_by_lineno(name).items():
            for context in contexts if line in inside else ():
                if context:
                    tests[context]['lines'].setdefault(path, []).append(line)


def _by_line(tests):
    """The measures of these tests, which are numbered: which of them run a line."""
    by_line = collections.defaultdict(lambda: collections.defaultdict(list))
    for number, test in enumerate(tests):
        for path, lines in test['lines'].items():
            for line in lines:
                by_line[path][line].append(number)
    return {'seconds': [test['seconds'] for test in tests], 'tests': by_line,
            'failed': [number for number, test in enumerate(tests) if test['failed']]}


class Chooser(object):
    """Chooses the tests that may notice a mutant, and learns which of them do."""

    def __init__(self, items, measures, seconds):
        self._items = items
        self._seconds = measures['seconds']
        self._tests = measures['tests']
        self._limit = seconds
        self._left_out = set(measures['failed']) | {
            number for number, took in enumerate(self._seconds) if took > SLOWEST_TEST}
        self._kills = collections.Counter()

    def learn(self, path, line, killer):
        """A test, by its name, has noticed a mutant whose statement begins at this line."""
        self._kills[path, line, killer] += 1
        self._kills[path, killer] += 1

    def tests_of(self, mutant):
        """The tests that run its lines, in the order of running, and how long they take.

        First those that have noticed other mutants of the statement and of the module, then those
        that are named after the module, then those of its folder, then the fastest.
        """
        by_line = self._tests.get(mutant.path, {})
        numbers = {number for line in range(mutant.lines[0], mutant.lines[1] + 1)
                   for number in by_line.get(line, ())} - self._left_out
        chosen, total = [], 0
        for number in sorted(numbers, key=lambda n: self._rank(n, mutant.path, mutant.lines[0])):
            if total + self._seconds[number] <= self._limit:
                chosen.append(number)
                total += self._seconds[number]
        return [self._items[number] for number in chosen], total

    def _rank(self, number, path, line):
        name = self._items[number].nodeid
        module, folder = os.path.basename(path)[:-len('.py')], path.split('/')[-2]
        is_of_module = os.path.basename(name.split('::')[0]).startswith('test_' + module)
        is_of_folder = folder in name.split('/')
        return (-self._kills[path, line, name], -self._kills[path, name], not is_of_module,
                not is_of_folder, self._seconds[number])
