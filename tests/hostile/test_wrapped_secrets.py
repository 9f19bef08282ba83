# -*- coding: utf-8 -*-
"""Secrets that a service quotes in broken lines, in other encodings, in capitals, or cut off."""
from __future__ import unicode_literals

import base64
import binascii
import textwrap
import unicodedata

import pytest
import requests

from slipstream.api import Api
from slipstream.api.compat import quote, to_text
from slipstream.api.redaction import MASK, SentValues, is_secret_header, redacted_text
from slipstream.api.redaction.masking import masked
from slipstream.api.redaction.shapes import needles

from ..unit.fakes import answer

TOKEN = 'Hn4mYd9Rk8sTb2Qw7Lp3Vx6Zc1Jf5Gh0Nk9Ty4Ua'
PASSWORD = 'Tr0ub4dor-p\xe4ss'
BREAKS = ['\n', '\r\n', '\r', ' ', '\t', '\n    ', '=\n', '=\r\n', '\\n', '\\r\\n', '\\\n',
          '&#10;', '%0A', '<br>', '<br/>', '<BR />\n', '<wbr>', '\u200b', '\u2028', '\xad',
          '\ufeff', '\u2060', '\\u000a', '&#x200b;', '&shy;', '&zwj;', '\\u00ad', '\x1b[1m', '\x00',
          '\n> ', '\r\n>> ', '\n> > ', '\r\n>', '\n| ', '\n# ', '\n * ', '\n// ', '\n \t>>\t> ',
          '\\n> ', '&#10;&gt; ', '%0A%3E%20', '=\n> ', '\n\n> ']
#: Those that break a line, or cannot be seen.
NO_BLANKS = [between for between in BREAKS if between not in (' ', '\t')]


def shown(secret, text):
    """What is shown of a text after a secret was sent."""
    sent = SentValues()
    sent.add([secret])
    return sent.clean(text)


def wrapped(text, size, between):
    """A text in lines of a length."""
    return between.join(text[start:start + size] for start in range(0, len(text), size))


def assert_masked(secret, text):
    assert shown(secret, 'bad %s, he said' % text) == 'bad %s, he said' % MASK


@pytest.mark.parametrize('between', BREAKS)
@pytest.mark.parametrize('secret', [TOKEN, 'c2lnbmF0dXJlLW9m', 'correct-Horse', 'hunter-2'])
def test_a_secret_in_pieces_of_any_length_is_masked(secret, between):
    for size in (1, 2, 3, 5, 8, 12, 16, 23, 39):
        assert_masked(secret, wrapped(secret, size, between))


@pytest.mark.parametrize('between', NO_BLANKS)
@pytest.mark.parametrize('secret', ['hush-7', 's3cr3t!', 'correcthorse', 'a lower case phrase'])
def test_short_values_and_words_are_masked_in_broken_lines(secret, between):
    for size in (1, 2, 5, 10):
        assert_masked(secret, wrapped(secret, size, between))


def test_words_with_a_blank_after_each_letter_are_masked():
    assert_masked('correcthorse', ' '.join('correcthorse'))


@pytest.mark.parametrize('width', [20, 72, 76])
@pytest.mark.parametrize('secret', [TOKEN, TOKEN * 4, PASSWORD, 'correct horse battery staple'])
def test_a_message_that_was_wrapped_is_masked(secret, width):
    text = 'The following credentials have been refused: "%s"; ask your administrator.' % secret
    masked = shown(secret, '\n'.join(textwrap.wrap(text, width)))
    assert masked.replace(' ', '') == text.replace(secret, MASK).replace(' ', '')


@pytest.mark.parametrize('secret', [TOKEN, PASSWORD, 'with blanks and \u20ac', '?' * 6 + '>' * 6,
                                    'hush-7'])
@pytest.mark.parametrize('encode', [base64.b64encode, base64.urlsafe_b64encode, binascii.hexlify])
@pytest.mark.parametrize('before', ['', 'j', 'ja', 'jane:'])
def test_other_encodings_are_masked_broken_or_not(secret, encode, before):
    encoded = encode((before + secret).encode('utf-8')).decode('ascii')
    for text in (encoded, encoded.rstrip('='), quote(encoded)):
        for size in (4, 16, 76):
            masked = shown(secret, 'bad %s, he said' % wrapped(text, size, '\n'))
            assert MASK in masked
            # What is left belongs to what stands before it, to the last character, and fills up.
            left = masked.replace(MASK, '').replace(' ', '').replace('%3D', '').replace('=', '')
            assert len(left) <= len('bad,hesaid') + 2 * len(before) + 2


def test_what_a_header_quotes_is_masked():
    header = requests.Request('GET', 'https://h', auth=(str('jane'), PASSWORD)).prepare().headers
    assert_masked(PASSWORD, to_text(header['Authorization']).replace('Basic amFuZT', '')[1:-3])


@pytest.mark.parametrize('cut', [12, 20, 30])
def test_base64_that_was_cut_is_masked(cut):
    encoded = base64.b64encode(TOKEN.encode('ascii')).decode('ascii')
    assert shown(TOKEN, 'bad %s...' % encoded[:cut]) == 'bad %s...' % MASK


def test_hexadecimal_in_capitals_is_masked():
    assert_masked(PASSWORD, binascii.hexlify(PASSWORD.encode('utf-8')).decode('ascii').upper())


@pytest.mark.parametrize('first', ['NFC', 'NFD', 'NFKC', 'NFKD'])
@pytest.mark.parametrize('second', ['NFC', 'NFD', 'NFKC', 'NFKD'])
@pytest.mark.parametrize('secret', [PASSWORD, 'gro\xdf-\u017furface', '\ufb01sh-\xe4nd-chips'])
def test_another_form_of_unicode_is_masked(secret, first, second):
    secret = unicodedata.normalize(str(first), secret)
    assert_masked(secret, unicodedata.normalize(str(second), secret))


@pytest.mark.parametrize('change', [
    lambda text: text.upper(), lambda text: text.lower(), lambda text: text.swapcase(),
    lambda text: text.title()])
@pytest.mark.parametrize('secret', [TOKEN, PASSWORD, 'hush-7', 'correct Horse battery',
                                    'grosse-stra\xdfe', '\u0130stanbul-Ab'])
def test_a_secret_in_capitals_is_masked(secret, change):
    assert_masked(secret, change(secret))
    assert_masked(secret, quote(change(secret)))
    assert_masked(secret, wrapped(change(secret), 5, '\n'))


def test_the_beginning_in_capitals_is_masked():
    assert shown(TOKEN, 'bad %s...' % TOKEN[:30].upper()) == 'bad %s...' % MASK


@pytest.mark.parametrize('times', [1, 2, 3])
def test_percent_encoding_is_masked_however_often(times):
    text = encoded = PASSWORD + ' 100%'
    for _ in range(times):
        encoded = quote(encoded)
    assert_masked(text, encoded)


def test_quoted_printable_is_masked():
    assert_masked(PASSWORD + '=x=', 'Tr0ub4dor-p=C3=A4ss=3Dx=3D')


@pytest.mark.parametrize('mark', [
    ' (truncated)', '(truncated)', ' [truncated]', ' <truncated>', ' TRUNCATED', '...', ' ...',
    ' [...]', ' (...)', '\u2026', ' [\u2026]', ' (cut)', ' [snip]', ' [12 more characters]',
    ' and 5 more', ' (+12 more)', ' -- shortened', '~', '", truncated', "' [omitted]", ' etc',
    '***', '\u2022\u2022'])
def test_the_beginning_is_masked_before_a_remark_that_it_was_cut(mark):
    for length in (6, 7, 9, 13):
        masked = shown(PASSWORD, 'bad ' + PASSWORD[:length] + mark)
        assert masked.startswith('bad ' + MASK) and 'Tr0ub' not in masked


def client():
    """An Api of a service that refuses everything."""
    api = Api('https://slipstream.test', persist_cookie=False, retries=0)
    for adapter in api.session.adapters.values():
        adapter.send = lambda request, **_: refusal(request)
    return api


def refusal(request):
    """A response to a request."""
    response = answer(401)
    response.request, response.url, response._content_consumed = request, request.url, True
    return response


@pytest.mark.parametrize('login', [
    lambda session: session.cimi_login({'href': 'x', 'username': 'tarzan',
                                        'password': 'tarzan-secret'}),
    lambda session: session.post(session.endpoint + '/auth/login', data={
        'username': 'tarzan', 'password': 'tarzan-secret'}),
    lambda session: session.get(session.endpoint, auth=('tarzan', 'tarzan-secret'))])
def test_the_name_of_a_user_stays_visible_although_the_password_begins_with_it(login):
    session = client().session
    login(session)
    for text in ("invalid credentials for 'tarzan'", 'no user tarzan.', 'Tarzan (locked)', 'tarzan',
                 'user tarzan, who lives'):
        assert session.sent_values.mask(text) == text
    for piece in ('tarzan-secret', 'tarzan-sec...', "'tarzan-secre'"):
        assert 'tarzan' not in session.sent_values.mask('wrong: ' + piece)


def test_not_every_name_is_remembered_for_ever():
    sent = SentValues(find_users=lambda number: ['user-%d' % number])
    sent.add(['user-0-secret', 'user-1000-secret'])
    for number in range(1001):
        sent.unread.append(number)
    assert sent.mask('no user-0') == 'no user-0'
    assert sent.mask('no user-1000') == 'no ' + MASK


@pytest.mark.parametrize('secret', [
    TOKEN, PASSWORD, 'correcthorse', 'Battery-Staple9', 'mysqlwp', 'Exoscale', 'thecloud'])
@pytest.mark.parametrize('text', [
    'another user has the word correct in a horse of a battery', 'tr 0 and ub4 are parts',
    'the module apps/WordPress/wordpress does not exist', 'a=CA=FE', 'at exoscale, EXOSCALE',
    'correct horse, my sqlwp in the cloud', 'battery staple', 'deadbeef' * 8,
    'VGhlIG1vZHVsZSBkb2VzIG5vdCBleGlzdC4=', 'the\ncloud of exo\nscale'.replace('\n', '  ')])
def test_ordinary_text_stays_as_it_is(secret, text):
    assert shown(secret, text) == text


@pytest.mark.parametrize('blank', [' ', '\t', '\u2003', '\n', '='])
def test_a_long_run_of_blanks_is_looked_through_in_one_pass(blank):
    # If the search began again at each of them, it would take an hour.
    assert masked(blank * 500000, needles('correcthorse')) == blank * 500000


@pytest.mark.parametrize('operator', ['=', '!=', '^=', '~=', '==', '<=', '>=', ':', ' != ', ' ='])
@pytest.mark.parametrize('mark', ['"', "'"])
def test_a_comparison_with_a_secret_is_masked(operator, mark):
    text = 'name="a" and secret%s%shush hush%s or b=1' % (operator, mark, mark)
    assert redacted_text(text) == 'name="a" and secret%s%s%s%s or b=1' % (
        operator, mark, MASK, mark)


@pytest.mark.parametrize('comparison', ["secret!='hush-hush'", "password^='hush-hush'",
                                        'token=="hush-hush"'])
def test_the_line_for_a_shell_shows_no_comparison_with_a_secret(comparison):
    api = client()
    api.session.get(api.endpoint + '/api/event', params={'$filter': comparison})
    assert 'hush' not in api.history[-1].curl()


@pytest.mark.parametrize('parameter', ['token', 'jsessionid', 'my-password', 'api_token'])
def test_a_secret_parameter_of_a_path_is_shown_nowhere(parameter):
    api = client()
    response = api.session.get('%s/run;%s=hush-hush' % (api.endpoint, parameter))
    assert 'hush' not in repr(api.history) + api.history[-1].curl()
    assert response.sent_values.mask('hush-hush') == MASK


@pytest.mark.parametrize('name, is_hidden', [
    ('X-Session', True), ('X-Session-Id', True), ('X-Api-Key', True), ('Session', True),
    ('Session-Timeout', False), ('X-Session-Count', False), ('Accept', False)])
def test_headers_with_a_session_are_secret(name, is_hidden):
    assert is_secret_header(name) is is_hidden
