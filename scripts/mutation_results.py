# -*- coding: utf-8 -*-
"""What became of mutants: the file of results, and the report."""
import collections
import io
import json
import math
import os

#: What can become of a mutant. Where no test of this Python runs the line, no test is asked.
KILLED, TIMED_OUT, SURVIVED = 'killed', 'timeout', 'survived'
EQUAL, NOT_RUN = 'equivalent', 'not run'
TRIED = KILLED, TIMED_OUT, SURVIVED


def read_results(path):
    """What became of each mutant according to a file: the last word counts."""
    results = {}
    if os.path.exists(path):
        with io.open(path, encoding='utf-8') as file:
            for line in file:
                result = json.loads(line)
                results[result['path'], result['removed'], result['added']] = result['outcome']
    return results


def read_killers(path):
    """Which test has noticed a mutant of which line of which module, according to a file."""
    killers = []
    if os.path.exists(path):
        with io.open(path, encoding='utf-8') as file:
            for line in file:
                result = json.loads(line)
                if result.get('by'):
                    killers.append((result['path'], result['line'], result['by']))
    return killers


def interval(killed, tried):
    """Between which shares of all the truth is, with 95 % certainty (Wilson)."""
    if not tried:
        return 0.0, 1.0
    share, square = killed / float(tried), 1.96 ** 2
    middle = share + square / (2 * tried)
    margin = 1.96 * math.sqrt(share * (1 - share) / tried + square / (4.0 * tried * tried))
    return ((middle - margin) / (1 + square / tried), (middle + margin) / (1 + square / tried))


def score_line(name, outcomes):
    """One line of the report."""
    counts = collections.Counter(outcomes)
    killed = counts[KILLED] + counts[TIMED_OUT]
    tried = killed + counts[SURVIVED]
    share = '{:6.1f} %'.format(100.0 * killed / tried) if tried else '       -'
    return '{:<46}{:>6} tried {:>6} killed {}  {:>3} equivalent {:>4} not run here'.format(
        name, tried, killed, share, counts[EQUAL], counts[NOT_RUN])


def report(results):
    """The report: a line for each module and folder, and the score."""
    modules, folders = collections.defaultdict(list), collections.defaultdict(list)
    for (path, _, _), outcome in results:
        modules[path].append(outcome)
        folders[os.path.dirname(path)].append(outcome)
    lines = [score_line(name, outcomes) for name, outcomes in sorted(modules.items())]
    lines += [score_line(name, outcomes) for name, outcomes in sorted(folders.items())]
    outcomes = [outcome for _, outcome in results]
    killed = outcomes.count(KILLED) + outcomes.count(TIMED_OUT)
    tried = killed + outcomes.count(SURVIVED)
    low, high = interval(killed, tried)
    lines.append(score_line('all', outcomes))
    lines.append('With 95 % certainty the tests kill between {:.1f} % and {:.1f} % of all.'.format(
        100 * low, 100 * high))
    return '\n'.join(lines)
