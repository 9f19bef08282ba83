# -*- coding: utf-8 -*-
"""What a session has sent: looked for, and never shown."""
from __future__ import unicode_literals

import copy
import pickle
import uuid

import pytest

from slipstream.api import compat
from slipstream.api.redaction import MASK, SentValues, masked_by, masking


def test_values_are_masked_with_names_and_on_one_line():
    sent = SentValues()
    sent.add(['correct horse', 'battery-staple'])
    assert sent.mask('a correct horse, a battery-staple') == 'a ********, a ********'
    assert sent.clean('correct horse\npassword=x') == '******** password=********'
    assert sent.clean(7) == '7'


def test_short_values_and_the_names_of_secrets_are_not_looked_for():
    sent = SentValues()
    sent.add(['', ' jane ', 'a' * (masking.SHORTEST - 1)])
    assert sent.mask('jane aaaaa') == 'jane aaaaa'
    sent.add(['password', 'Secret'])
    assert sent.mask('Secret password') == 'Secret password'
    sent.add(['a' * masking.SHORTEST])
    assert sent.mask('jane aaaaaa') == 'jane ********'


def test_only_the_last_values_are_remembered():
    sent = SentValues()
    values = [compat.to_text(uuid.uuid5(uuid.NAMESPACE_URL, str(number)))
              for number in range(masking.MOST + 1)]
    sent.add(values)
    assert sent.mask(values[0]) == values[0]
    assert sent.mask(values[1]) == sent.mask(values[-1]) == MASK


def test_a_value_of_any_length_is_masked():
    sent = SentValues()
    sent.add(['0123456789abcdef' * 500])
    assert '0123456789' not in sent.mask('x ' + '0123456789abcdef' * 500)


def test_what_waits_is_looked_through_once():
    sent = SentValues(lambda parts, names: [parts + 'word'] if parts else 5)
    sent.unread.extend(['a-long-', 'another-'])
    assert sent.mask('a-long-word another-word') == '******** ********' and not sent.unread
    sent.unread.append('')
    with pytest.raises(TypeError):
        sent.mask('a')
    assert sent.mask('a-long-word') == MASK


def test_without_a_way_to_find_secrets_there_are_none():
    sent = SentValues()
    sent.unread.append('a-long-word')
    assert sent.mask('a-long-word') == 'a-long-word'


def test_nothing_shows_what_was_sent():
    sent = SentValues()
    sent.add(['correct horse'])
    assert repr(sent) == str(sent) == str(MASK)
    for made in (pickle.loads(pickle.dumps(sent, 2)), copy.deepcopy(sent), copy.copy(sent)):
        assert made.mask('correct horse') == 'correct horse'
    assert not hasattr(sent, '__dict__')


def test_what_has_no_sent_values_masks_nothing():
    assert masked_by(None, 'a') == masked_by(object(), 'a') == 'a'


@pytest.mark.parametrize('name', [
    'Authorization', 'Proxy-Authorization', 'cookie', 'Set-Cookie', 'X-Auth-Token', 'X-Auth-Key',
    'X-Api-Key', 'apikey', 'Private-Token', 'X-Amz-Security-Token', 'X-Client-Secret',
    'api_key', 'X-Access-Key'])
def test_a_header_that_gateways_ask_for_is_secret(name):
    assert masking.is_secret_header(name)


@pytest.mark.parametrize('name', [
    'Accept', 'Content-Type', 'WWW-Authenticate', 'Proxy-Authenticate', 'ETag', 'X-Request-Id',
    'author'])
def test_a_header_that_tells_nobody_anything_is_not_secret(name):
    assert not masking.is_secret_header(name)
