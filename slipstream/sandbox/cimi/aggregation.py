# -*- coding: utf-8 -*-
"""Aggregations of search results."""
from __future__ import unicode_literals

import re
import sys

from ..compat import text_type
from . import attributes, errors

_ITEM = re.compile(r'([a-z]+):([^\s:]\S*)\Z')
_PERCENTS = (1.0, 5.0, 25.0, 50.0, 75.0, 95.0, 99.0)
_BUCKETS = 10
_LARGEST = sys.float_info.max


def parse(items):
    """Parse ``$aggregation`` into triples: the original text, algorithm and attribute.

    Malformed and unknown aggregations are left out.

    :param items: its parts, such as ``sum:serviceOffer/resource:vcpu``.
    """
    matches = (_ITEM.match(item) for item in items)
    return [(match.group(), match.group(1), match.group(2)) for match in matches
            if match and match.group(1) in _ALGORITHMS]


def check(requests, sample):
    """Refuse to calculate with strings.

    :param requests: from :func:`parse`.
    :param sample: a function that returns the value that decided the type of an attribute, or None.
    :raises Rejected: if an attribute to calculate with holds strings.
    """
    for _, algorithm, attribute in requests:
        value = sample(attribute) if algorithm not in _FOR_ALL else None
        if isinstance(value, text_type) and attributes.moment(value) is None:
            raise errors.Rejected('Expected numeric type on field [%s]' % attribute)


def aggregated(requests, documents, hidden=()):
    """The results, by the original text.

    :param requests: from :func:`parse`.
    """
    answers = {}
    for text, algorithm, attribute in requests:
        read = attributes.reader(attribute, hidden)
        columns = [[value for value in read(document) if not isinstance(value, dict)]
                   for document in documents]
        if algorithm not in _FOR_ALL:
            columns = sorted(number for values in columns for number in map(_number, values)
                             if number is not None)
        answers[text] = _finite(_ALGORITHMS[algorithm](columns))
    return answers


def _finite(result):
    """Replace numbers that JSON does not have by null: sums may overflow."""
    if isinstance(result, dict):
        return dict((name, _finite(value)) for name, value in result.items())
    return None if isinstance(result, float) and not -_LARGEST <= result <= _LARGEST else result


def _number(value):
    """The number that stands for a value in calculations, or None.

    Times are milliseconds since the epoch, booleans are 0 and 1, other strings are ignored.
    """
    if isinstance(value, text_type):
        moment = attributes.moment(value)
        return None if moment is None else moment * 1000.0
    return float(value)


# -- over all values, in one list per document --------------------------------

def _count(columns):
    return {'value': sum(len(values) for values in columns)}


def _cardinality(columns):
    return {'value': len(set(value for values in columns for value in values))}


def _missing(columns):
    return {'doc_count': sum(1 for values in columns if not values)}


def _terms(columns):
    counts = {}
    for values in columns:
        for value in set(values):
            counts[value] = counts.get(value, 0) + 1
    ranked = sorted(counts, key=lambda value: (-counts[value], isinstance(value, text_type), value))
    return {'doc_count_error_upper_bound': 0,
            'sum_other_doc_count': sum(counts[value] for value in ranked[_BUCKETS:]),
            'buckets': [_bucket(value, counts[value]) for value in ranked[:_BUCKETS]]}


def _bucket(value, count):
    if isinstance(value, bool):
        return {'key': int(value), 'key_as_string': 'true' if value else 'false',
                'doc_count': count}
    return {'key': value, 'doc_count': count}


# -- over sorted numbers ------------------------------------------------------

def _minimum(numbers):
    return {'value': numbers[0] if numbers else None}


def _maximum(numbers):
    return {'value': numbers[-1] if numbers else None}


def _sum(numbers):
    return {'value': sum(numbers, 0.0)}


def _average(numbers):
    return {'value': sum(numbers) / len(numbers) if numbers else None}


def _stats(numbers):
    return {'count': len(numbers), 'min': _minimum(numbers)['value'],
            'max': _maximum(numbers)['value'], 'avg': _average(numbers)['value'],
            'sum': _sum(numbers)['value']}


def _extended_stats(numbers):
    stats = _stats(numbers)
    if not numbers:
        return dict(stats, sum_of_squares=None, variance=None, std_deviation=None,
                    std_deviation_bounds={'upper': None, 'lower': None})
    average = stats['avg']
    variance = sum((number - average) * (number - average) for number in numbers) / len(numbers)
    deviation = variance ** 0.5
    bounds = {'upper': average + 2 * deviation, 'lower': average - 2 * deviation}
    return dict(stats, sum_of_squares=sum(number * number for number in numbers),
                variance=variance, std_deviation=deviation, std_deviation_bounds=bounds)


def _percentiles(numbers):
    return {'values': dict(('%.1f' % percent, _percentile(numbers, percent))
                           for percent in _PERCENTS)}


def _percentile(numbers, percent):
    """Interpolate between the two nearest values."""
    if not numbers:
        return None
    place = percent / 100.0 * (len(numbers) - 1)
    below = int(place)
    above = min(below + 1, len(numbers) - 1)
    return numbers[below] + (numbers[above] - numbers[below]) * (place - below)


_ALGORITHMS = {
    'count': _count, 'cardinality': _cardinality, 'missing': _missing, 'terms': _terms,
    'min': _minimum, 'max': _maximum, 'sum': _sum, 'avg': _average, 'stats': _stats,
    'extendedstats': _extended_stats, 'percentiles': _percentiles}
#: Algorithms that accept values of any type.
_FOR_ALL = ('count', 'cardinality', 'missing', 'terms')
