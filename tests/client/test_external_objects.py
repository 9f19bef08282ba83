# -*- coding: utf-8 -*-
"""External objects: uploads and downloads."""
from __future__ import unicode_literals

import pytest

from slipstream.api.errors import BadRequestError, NotFoundError

_BYTES = bytes(bytearray(range(256))) * 5


@pytest.fixture
def new_object(api):
    """The id of an object that has no content yet."""
    credential = api.get_cloud_credentials("connector/href='connector/exoscale-ch-gva'")[0].id
    template = {'href': 'external-object-template/generic', 'bucketName': 'jane-data',
                'objectName': 'results/run 42.csv',
                'contentType': 'text/csv', 'objectStoreCred': {'href': credential}}
    return api.cimi_add('externalObjects',
                        {'name': 'run 42', 'externalObjectTemplate': template}).json['resource-id']


def test_b34_an_uploaded_object_can_be_downloaded(api, browser, new_object):
    address = api.cimi_operation(new_object, 'http://sixsq.com/slipstream/1/action/upload',
                                 {'ttl': 5}).json['uri']
    assert api.cimi_get(new_object).state == 'uploading'
    assert browser.put(address, data=_BYTES,
                       headers={'Content-Type': 'text/csv'}).status_code == 200
    ready = api.cimi_operation(new_object, 'ready')
    assert (ready.state, ready.size) == ('ready', len(_BYTES))
    fetched = browser.get(api.cimi_operation(new_object, 'download').json['uri'])
    assert (fetched.content, fetched.headers['Content-Type']) == (_BYTES, 'text/csv')
    assert api.cimi_delete(new_object).status == 200
    with pytest.raises(NotFoundError):
        api.cimi_get(new_object)


def test_an_operation_that_a_state_does_not_offer_is_refused(api, new_object):
    with pytest.raises(KeyError):
        api.cimi_operation(new_object, 'download')
    with pytest.raises(BadRequestError) as caught:
        api._cimi_post(new_object + '/download')
    assert "Invalid state 'new' for 'download' action" in caught.value.reason


def test_an_upload_address_expires(api, browser, sandbox, new_object):
    address = api.cimi_operation(new_object, 'upload', {'ttl': 1}).json['uri']
    sandbox.clock.advance(61)
    assert browser.put(address, data=_BYTES).status_code == 403
