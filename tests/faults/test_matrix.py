# -*- coding: utf-8 -*-
"""Calls against faults.

Here those that stand for the others meet every fault, and every method meets a few. ``tox -e
faults`` lets every method meet every fault and every status, and compares the table in the
documentation.
"""
from __future__ import unicode_literals

import os

import pytest

from slipstream.api import Api

from ..wire.server import Received
from . import matrix
from .calls import CALLS, REPRESENTATIVE, SILENT
from .canned import Canned
from .faults import BODIES, FAULTS, TRANSPORT, Fault, status_faults, with_body
from .matrix import complaints, measured, refused, stretches

#: Set by ``tox -e faults``.
ALL = os.environ.get('SLIPSTREAM_FAULT_MATRIX')
FOR_ALL = [TRANSPORT[3], BODIES[0], BODIES[2], BODIES[10]]


def test_every_public_method_has_its_call():
    public = {name for name in dir(Api('http://h', persist_cookie=False))
              if not name.startswith('_')}
    assert public == set(CALLS) | SILENT and not set(CALLS) & SILENT


def test_every_fault_has_a_name_of_its_own():
    names = [fault.name for fault in FAULTS + list(status_faults())]
    assert len(set(names)) == len(names) == len(FAULTS) + 1000 and repr(FAULTS[0]) == FAULTS[0].name


@pytest.mark.parametrize('fault', FAULTS, ids=repr)
def test_representatives_meet_every_fault(bench, fault):
    _, wrong = measured(bench, [fault], bench.rows(REPRESENTATIVE))
    assert wrong == []


@pytest.mark.parametrize('method', sorted(set(CALLS) - set(REPRESENTATIVE)))
def test_every_method_meets_some_faults(bench, method):
    _, wrong = measured(bench, FOR_ALL, bench.rows([method]))
    assert wrong == []


def test_representatives_meet_statuses(bench):
    rows = [row for row in bench.rows(REPRESENTATIVE)
            if row.method in ('cimi_add', 'get_deployment_parameter', 'list_deployments')]
    _, wrong = measured(bench, list(status_faults())[::23], rows)
    assert wrong == []


def test_the_bench_knows_when_nothing_works_any_more_and_what_it_was_not_made_for(
        bench, monkeypatch):
    monkeypatch.setattr(bench.api.session, 'endpoint', 'http://127.0.0.1:1')
    monkeypatch.setattr(bench.api, 'endpoint', 'http://127.0.0.1:1')
    assert bench._works(bench.api) is False
    with pytest.raises(AssertionError):
        Canned()(Received('PATCH', '/', {}, b''))


def test_a_refused_connection_raises_a_documented_error():
    CALLS['silent'] = lambda api: None
    try:
        assert set(refused().values()) == {'ConnectionError', 'WaitTimeoutError', 'result'}
    finally:
        del CALLS['silent']


def test_a_call_that_would_change_something_twice_would_be_noticed(bench, monkeypatch):
    def twice(api):
        api.publish('shop/web')
        api.publish('shop/web')
        raise KeyError('undocumented')

    monkeypatch.setitem(CALLS, 'twice', twice)
    late = Fault('late', answer=with_body(lambda: b''))
    outcome = bench.meet(matrix.Row('twice', 0), late)._replace(in_time=False, next_works=False)
    assert [complaint.split()[0] for complaint in complaints(outcome)] == [
        'not', 'took', 'changed', 'the']
    assert len(measured(bench, [late], [matrix.Row('twice', 0)])[1]) == 2


def test_statuses_with_the_same_outcomes_stand_together():
    assert stretches({'400': {'A'}, '401': {'B'}, '402': {'B'}, '403': {'B', 'A'}}) == [
        ('400', '400', ('A',)), ('401', '402', ('B',)), ('403', '403', ('A', 'B'))]


def test_the_page_is_put_together(monkeypatch, tmpdir):
    all_statuses = status_faults()
    monkeypatch.setattr(matrix, 'CALLS', {'cimi_add': CALLS['cimi_add']})
    monkeypatch.setattr(matrix, 'FAULTS', [FAULTS[3], BODIES[2]])
    monkeypatch.setattr(matrix, 'GROUPS', (('Some', matrix.FAULTS),))
    monkeypatch.setattr(matrix, 'status_faults', lambda: list(all_statuses)[:15])
    monkeypatch.setattr(matrix, 'PAGE', str(tmpdir.join('page.rst')))
    assert matrix.main() is None
    written = matrix.read()
    assert '"cimi_add, request 3", ConnectionError, result' in written
    assert '"400", "BadRequestError"' in written and '"402", "ServiceError"' in written
    monkeypatch.setattr(matrix, 'complaints', lambda outcome: ['wrong'])
    assert 'cimi_add: reset after the request: wrong' in matrix.main()


@pytest.mark.skipif(ALL != 'complete', reason='takes many minutes; tox -e faults-complete does it')
def test_every_status_meets_every_body():  # pragma: no cover - only in tox -e faults-complete
    with matrix.Bench() as bench:
        _, wrong = matrix.status_table(bench, bench.rows(), whole=True)
    assert wrong == []


# urllib3 drops a response with a header that it refuses without closing it; the garbage collector
# does, and tells if it comes to the socket first.
@pytest.mark.filterwarnings(r'ignore:Exception ignored in. <socket\.socket \[closed\]')
@pytest.mark.skipif(not ALL, reason='takes minutes; tox -e faults does it')
def test_the_page_shows_the_measured_matrix():  # pragma: no cover - only in tox -e faults
    text, wrong = matrix.page()
    assert wrong == []
    assert text == matrix.read(), 'python -m tests.faults.matrix writes the page anew'
