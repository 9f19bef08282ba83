# -*- coding: utf-8 -*-
"""Secrets that a service quotes in any form are never shown."""
from __future__ import unicode_literals

import copy
import logging
import pickle
import traceback
import uuid

import pytest
import requests
import six

from slipstream.api import Api, compat, errors
from slipstream.api.redaction import MASK, SentValues
from slipstream.api.transport import transfers

from ..unit.fakes import answer
from ..unit.redaction.test_shapes import SHAPES

RUN = uuid.UUID('7b0e4a52-1c2d-4e5f-9a6b-8c7d6e5f4a3b')
#: A password with blanks, quotes and other signs, as users must often choose.
SECRET = 'Tr0ub4 "d\xf6r" & <3/4> 100%'
#: Pieces of it that must not be seen, however they are escaped.
PIECES = ('Tr0ub4', 'r" & <3', '/4> 100', 'Tr0ub4%20', 'r\\" &', 'amp; &lt;3/4')


class Quoting(object):
    """Replaces the network: responds with a quotation of the secret in some shape.

    :param place: where the response quotes it, a function of the quotation that returns a response
        or raises an error.
    :param shape: what the service makes of it.
    """

    def __init__(self, place, shape):
        self.place, self.shape, self.asked = place, shape, []

    def send(self, request, **_):
        """The response to a request."""
        self.asked.append(request)
        response = self.place(self.shape and self.shape(SECRET))
        response.request, response.url = request, request.url
        response._content_consumed = True
        return response

    def api(self, **options):
        """An Api with these responses."""
        made = Api('https://h', persist_cookie=False, retries=0, **options)
        for adapter in made.session.adapters.values():
            adapter.send = self.send
        return made


def in_json(quoted):
    return answer(400, {'status': 400, 'message': 'wrong: %s, said by us' % quoted})


def in_xml(quoted):
    body = '<error code="409" detail="wrong: {} said by us"/>'.format(SHAPES['xml'](quoted))
    return answer(409, body=body.encode('utf-8'), content_type='application/xml')


def in_text(quoted):
    body = 'wrong: %s said by us' % quoted
    return answer(500, body=body.encode('utf-8'), content_type='text/plain')


def in_a_phrase(quoted):
    return answer(503, reason='wrong: %s said by us' % quoted)


def in_a_header(quoted):
    return answer(400, {'message': 'wrong'}, X_Reason='wrong: %s' % compat.quote(quoted, '% '))


def in_a_redirect(quoted):
    return answer(307, Location='https://h/wrong/%s' % compat.quote(quoted, '%/'))


def in_what_makes_no_sense(quoted):
    return answer(200, body=('wrong: %s said by us' % quoted).encode('utf-8'))


def in_a_failure(quoted):
    raise requests.ConnectionError('wrong: %s said by us' % quoted)


def in_a_failure_below(quoted):
    try:
        raise compat.http_client.BadStatusLine('wrong: %s said by us' % quoted)
    except compat.http_client.BadStatusLine as cause:
        raise requests.ConnectionError(compat.urllib3_exceptions.ProtocolError('Aborted.', cause))


PLACES = [in_json, in_xml, in_text, in_a_phrase, in_a_header, in_a_redirect, in_what_makes_no_sense,
          in_a_failure, in_a_failure_below]


def log_in(api):
    api.login_internal('jane', SECRET)


def log_in_with_a_key(api):
    api.login_apikey('credential/1', SECRET)


def create_a_user(api):
    api.create_user('mallory', SECRET, 'm@example.org', 'M', 'M')


def deploy_with_a_password(api):
    api.deploy('a/b/1', parameters={'web': {'admin_password': SECRET}})


def set_a_password(api):
    api.set_deployment_parameter(RUN, 'node.1:db_password', SECRET, check=False)


def add_a_credential(api):
    api._cache.add_addresses['credentials'] = 'credential'
    api.cimi_add('credentials', {'credentialTemplate': {'href': 'x', 'secret': SECRET}})


def send_a_header(api):
    api.session.headers['Authorization'] = compat.native_str('Bearer ' + compat.quote(SECRET))
    api.cimi_get('event/1')


CALLS = [log_in, log_in_with_a_key, create_a_user, deploy_with_a_password, set_a_password,
         add_a_credential, send_a_header]


def seen_of(error, api, caplog):
    """Everything that is printed or written to files after a call has failed."""
    seen = [six.text_type(error), compat.to_text(repr(error))]
    seen += [compat.to_text(getattr(error, name, None)) for name in ('reason', 'hint')]
    seen += [compat.to_text(repr(part)) for part in error.args] + [
        compat.to_text(part) for part in error.args if not isinstance(part, Exception)]
    seen.append(''.join(traceback.TracebackException(
        type(error), error, error.__traceback__).format() if six.PY3 else []))
    for protocol in (0, 2):
        data = pickle.dumps(error, protocol)
        again = pickle.loads(data)
        seen += [data.decode('latin-1'), data.decode('utf-8', 'replace'), six.text_type(again)]
        if again.response is not None:
            seen += [again.response.text, '%s' % again.response.headers, again.response.reason]
    seen.append(six.text_type(copy.deepcopy(error)))
    seen += [record.getMessage() for record in caplog.records]
    seen += [compat.to_text(repr(api.history)), api.history._repr_html_()]
    seen += [compat.to_text(exchange.curl()) for exchange in api.history]
    seen += [pickle.dumps(exchange, 2).decode('latin-1') for exchange in api.history]
    return seen + [repr(vars(api))]


#: Methods that do not read the response, so they cannot complain about it.
PAIRS = [(place, call) for place in PLACES for call in CALLS
         if place is not in_what_makes_no_sense or call not in (create_a_user, set_a_password)]


@pytest.mark.parametrize('place, call', PAIRS, ids=[
    '%s-%s' % (place.__name__, call.__name__) for place, call in PAIRS])
@pytest.mark.parametrize('shape', ['bare', 'json', 'percent', 'xml', 'numbers'])
def test_a_secret_that_the_service_quotes_is_masked(shape, place, call, caplog):
    caplog.set_level(logging.DEBUG, 'slipstream.api')
    network = Quoting(place, SHAPES[shape])
    api = network.api(hints=False)
    with pytest.raises((errors.SlipStreamError, requests.RequestException)) as caught:
        call(api)
    assert network.asked
    seen = seen_of(caught.value, api, caplog)
    leaks = [(piece, text) for text in seen for piece in PIECES
             if piece in text or SHAPES[shape](SECRET) in text]
    assert leaks == []
    assert any(MASK in text for text in seen)


def test_the_response_itself_stays_as_it_came():
    api = Quoting(in_text, SHAPES['bare']).api()
    with pytest.raises(errors.ServerError) as caught:
        log_in(api)
    assert SECRET in caught.value.response.content.decode('utf-8')
    assert SECRET not in '%s' % caught.value
    again = pickle.loads(pickle.dumps(caught.value, 2))
    assert again.response.text == 'wrong: ******** said by us'
    assert '%s' % again == '%s' % caught.value


def test_a_hint_with_a_quotation_is_masked():
    error = errors.NotFoundError('none', in_text(SECRET))
    error.sent_values = SentValues()
    error.sent_values.add([SECRET])
    error.hint = 'Did you mean %s?' % SECRET
    assert error.hint == 'Did you mean ********?'


def test_an_abort_message_with_a_quotation_is_masked_in_errors_and_their_pickles():
    def quoted(_):
        body = '<run uuid="%s" state="Aborted" user="jane"><runtimeParameters>' \
            '<runtimeParameter key="ss:abort">wrong: %s</runtimeParameter></runtimeParameters>' \
            '</run>' % (RUN, SHAPES['xml'](SECRET))
        return answer(200, body=body.encode('utf-8'), content_type='application/xml')

    api = Quoting(quoted, None).api(check_parameters=False)
    api.session.sent_values.add([SECRET])
    with pytest.raises(errors.DeploymentAbortedError) as caught:
        api.wait_deployment(RUN)
    assert '%s' % caught.value == 'Deployment %s (aborted) has been aborted: wrong: ********' % RUN
    assert caught.value.abort == 'wrong: ' + SECRET  # data is as the service sent it
    again = pickle.loads(pickle.dumps(caught.value, 2))
    assert (again.abort, again.deployment.id) == ('wrong: ********', RUN)


def test_an_object_store_that_quotes_its_address_is_masked():
    def quoted(_):
        body = '<Error><Message>The signature c2lnbmF0dXJl+x= is wrong</Message></Error>'
        return answer(403, body=body.encode('utf-8'), content_type='application/xml')

    api = Quoting(quoted, SHAPES['bare']).api()
    with pytest.raises(errors.ForbiddenError) as caught:
        transfers.put(api.session, 'https://store/a?X-Amz-Signature=c2lnbmF0dXJl%2Bx%3D', [])
    assert caught.value.reason == 'The signature ******** is wrong'
