# -*- coding: utf-8 -*-
"""Objects: files in an object store, and the transfers below them."""
from __future__ import unicode_literals

import hashlib
import io
import os

import pytest

from slipstream.api import compat, errors
from slipstream.api.methods import external_objects
from slipstream.api.models import CimiResource
from slipstream.api.transport import transfers

from ..fakes import FakeSession, answer

DATA = b'0123456789' * 10
SUM = compat.to_text(hashlib.md5(DATA).hexdigest())


class Pipe(object):
    """A file of unknown size."""

    def __init__(self, data):
        self._file = io.BytesIO(data)

    def read(self, size):
        return self._file.read(size)


def test_a_meter_counts_and_sums():
    seen = []
    meter = transfers.Meter(io.BytesIO(DATA + b'more'), len(DATA),
                            lambda done, total: seen.append((done, total)))
    assert len(meter) == 100
    assert meter.read(30) == DATA[:30]
    assert b''.join(meter) == DATA[30:]
    assert meter.read() == b''
    assert seen == [(30, 100), (100, 100)] and meter.md5sum == SUM
    assert transfers.Meter(io.BytesIO(DATA), 100).read(None) == DATA


@pytest.mark.parametrize('address', [None, 7, 'ftp://h/x', '//h/x'])
def test_an_address_that_makes_no_sense_is_reported(address):
    with pytest.raises(errors.ResponseError, match='did not return an address for the content'):
        external_objects.address_in(CimiResource({'uri': address}))


def test_a_file_that_has_become_shorter():
    meter = transfers.Meter(io.BytesIO(DATA[:50]), 100)
    assert meter.read(80) == DATA[:50]
    with pytest.raises(IOError):
        meter.read(80)


def test_a_source_opens_paths_and_streams(tmpdir):
    path = tmpdir.join('file')
    path.write_binary(DATA)
    for target in (str(path), path, io.BytesIO(DATA), Pipe(DATA)):
        with transfers.Source(target) as (opened, size):
            assert (opened.read(), size) == (DATA, 100)
    middle = io.BytesIO(DATA)
    middle.seek(90)
    with transfers.Source(middle) as (opened, size):
        assert (opened.read(), size) == (DATA[90:], 10)
    assert not middle.closed
    with pytest.raises(TypeError):
        transfers.Source(io.StringIO('text')).__enter__()
    with pytest.raises(EnvironmentError):
        transfers.Source(str(tmpdir.join('missing'))).__enter__()


def test_a_home_is_understood(home):
    home.join('file').write_binary(DATA)
    with transfers.Source('~/file') as (opened, _):
        assert opened.read() == DATA
    with transfers.Sink('~/other') as opened:
        opened.write(DATA)
    assert home.join('other').read_binary() == DATA


def test_a_file_appears_when_it_is_complete(tmpdir):
    path = tmpdir.join('file')
    path.write_binary(b'old')
    with pytest.raises(ValueError):
        with transfers.Sink(str(path)) as opened:
            opened.write(DATA)
            raise ValueError
    assert path.read_binary() == b'old' and tmpdir.listdir() == [path]
    with transfers.Sink(path) as opened:
        opened.write(DATA)
        opened.flush()
        assert path.read_binary() == b'old'
    assert path.read_binary() == DATA and tmpdir.listdir() == [path]


def test_a_link_stays_one(tmpdir):
    tmpdir.join('link').mksymlinkto(tmpdir.join('file'))
    with transfers.Sink(str(tmpdir.join('link'))) as opened:
        opened.write(DATA)
    assert tmpdir.join('link').islink() and tmpdir.join('file').read_binary() == DATA


def test_devices_are_not_replaced():
    with transfers.Sink(os.devnull) as opened:
        opened.write(DATA)
    assert not os.path.isfile(os.devnull) and os.path.exists(os.devnull)
    with pytest.raises(ValueError):
        with transfers.Sink(os.devnull):
            raise ValueError


def test_a_sink_writes_to_streams_and_refuses_folders(tmpdir):
    buffer = io.BytesIO()
    with transfers.Sink(buffer) as opened:
        opened.write(DATA)
    assert buffer.getvalue() == DATA
    with pytest.raises(ValueError):
        transfers.Sink(str(tmpdir))


def test_object_document_refers_to_template_and_credential():
    assert external_objects.object_document('b', 'n', 'credential/1', None,
                                            'generic') == {'externalObjectTemplate': {
                                                'href': 'external-object-template/generic',
                                                'bucketName': 'b', 'objectName': 'n',
                                                'objectStoreCred': {'href': 'credential/1'}}}
    made = external_objects.object_document('b', 'n', CimiResource({'id': 'credential/2'}),
                                            'text/csv', 'external-object-template/mine')
    assert made == {'externalObjectTemplate': {'href': 'external-object-template/mine',
                                               'bucketName': 'b', 'objectName': 'n',
                                               'contentType': 'text/csv',
                                               'objectStoreCred': {'href': 'credential/2'}}}


def client():
    return external_objects.ExternalObjects('https://h', FakeSession())


@pytest.mark.parametrize('wrong, kind', [
    ({'bucket': ''}, ValueError), ({'name': None}, TypeError), ({'credential': 3}, TypeError),
    ({'template': ''}, ValueError),
    ({'content_type': 1}, TypeError),
    ({'progress': 5}, TypeError), ({'progress': 'yes'}, TypeError),
    ({'path_or_file': '/missing/file'}, EnvironmentError)])
def test_mistakes_are_noticed_before_anything_is_sent(wrong, kind):
    made = client()
    with pytest.raises(kind):
        made.upload_object(**dict({'path_or_file': io.BytesIO(DATA), 'bucket': 'b', 'name': 'n',
                                   'credential': 'credential/1'}, **wrong))
    assert made.session.sent == []


def test_a_download_checks_its_arguments_before_sending(tmpdir):
    made = client()
    with pytest.raises(TypeError):
        made.download_object('external-object/1', io.BytesIO(), progress=3)
    with pytest.raises(ValueError):
        made.download_object('external-object/1', str(tmpdir))
    assert made.session.sent == []


def test_address_in_accepts_http_addresses_only():
    assert external_objects.address_in(
        CimiResource({'uri': 'https://store/x'})) == 'https://store/x'
    for wrong in ({}, {'uri': None}, {'uri': 'file:///etc/passwd'}, [1]):
        with pytest.raises(errors.ResponseError):
            external_objects.address_in(CimiResource(wrong))


def test_compare_sums_raises_when_the_sums_differ():
    for fine in ({'md5sum': SUM}, {'md5sum': '"%s"' % SUM.upper()}, {}, {'md5sum': None},
                 {'md5sum': 'a' * 32 + '-3'}, []):
        external_objects.compare_sums(CimiResource(fine), SUM)
    for other in ('a' * 32, '"%s"' % ('A' * 32)):
        with pytest.raises(errors.ChecksumError) as info:
            external_objects.compare_sums(CimiResource({'md5sum': other}), SUM)
        assert str(info.value) == (
            'The content was damaged in transit: its MD5 sum is %s here, but %s on the service'
            % (SUM, 'a' * 32))


def test_a_download_is_compared_with_the_sum_of_the_service(monkeypatch):
    monkeypatch.setattr(transfers, 'get', lambda *_: ('a' * 32, 3))
    for md5sum, is_fine in (('a' * 32, True), ('b' * 32, False)):
        resource = CimiResource({'id': 'external-object/1', 'md5sum': md5sum})
        made = external_objects.ExternalObjects('https://h', FakeSession())
        made.cimi_operation = lambda *_: {'uri': 'https://store/x'}
        if is_fine:
            assert made.download_object(resource, io.BytesIO(), False) is resource
        else:
            with pytest.raises(errors.ChecksumError):
                made.download_object(resource, io.BytesIO(), False)
        assert made.download_object(resource, io.BytesIO(), False, False) is resource


def test_an_object_that_could_not_be_removed_is_logged(caplog):
    made = external_objects.ExternalObjects('https://h', FakeSession(answer(500)))
    assert made._discard('external-object/1') is False
    assert caplog.messages == [
        'external-object/1 could not be removed after its upload had failed: ServerError']
