# -*- coding: utf-8 -*-
"""Refusals: the errors for invalid arguments."""
from __future__ import unicode_literals

import re

import pytest

from slipstream.api.protocol import arguments, paths

OF_ARGUMENTS = [
    (arguments.text, (None, 'tag'), ValueError, 'tag must not be None; leave it out'),
    (arguments.text, ([], 'tag'), TypeError, 'tag must be a single value, not list'),
    (arguments.text, ('\0', 'tag'), ValueError, 'tag contains characters that cannot be sent'),
    (arguments.string, (3, 'name'), TypeError, 'name must be a string, not int'),
    (arguments.name, (' ', 'name'), ValueError, 'name must not be empty'),
    (arguments.name, (3, 'name'), TypeError, 'name must be a string, not int'),
    (arguments.name, ('\0', 'name'), ValueError, 'name contains characters that cannot be sent'),
    (arguments.optional, (3, 'name'), TypeError, 'name must be a string, not int'),
    (arguments.one_of, ('c', ['a', 'b'], 'x'), ValueError, 'x must be one of a, b, not c'),
    (arguments.one_of, (None, ['a'], 'x'), ValueError, 'x must not be None; leave it out'),
    (arguments.keep_running, ('no', 'k'), ValueError,
     'k must be one of always, never, on-success, on-error, not no'),
    (arguments.joined, (None, 'tags'), ValueError, 'tags must not be None; leave it out'),
    (arguments.joined, ([None], 'tags'), ValueError, 'tags must not be None; leave it out'),
    (arguments.several, ('a', 'ids'), TypeError, 'ids must be a list, not '),
    (arguments.several, (3, 'ids'), TypeError, 'ids must be a list, not int'),
    (arguments.boolean, (2, 'force'), TypeError, 'force must be True or False, not 2'),
    (arguments.mapping, ([], 'params'), TypeError, 'params must be a dict, not list'),
    (arguments.number, (1.5, 'n'), TypeError, 'n must be a whole number, not 1.5'),
    (arguments.number, (True, 'n'), TypeError, 'n must be a whole number, not True'),
    (arguments.number, ('1_2', 'n'), ValueError, "n must be a whole number, not '1_2'"),
    (arguments.number, (-1, 'n'), ValueError, 'n must be at least 0, not -1'),
    (arguments.number, ('2', 'n', 3), ValueError, 'n must be at least 3, not 2'),
    (arguments.seconds, ('1', 's'), TypeError, 's must be a number of seconds, not '),
    (arguments.seconds, (True, 's'), TypeError, 's must be a number of seconds, not True'),
    (arguments.seconds, (-1, 's'), ValueError, 's must be 0 or more seconds, not -1'),
    (arguments.window, (-1, 1), ValueError, 'offset must be at least 0, not -1'),
    (arguments.window, (0, 0), ValueError, 'limit must be at least 1, not 0'),
    (arguments.order, (3,), TypeError, 'orderby must be a list, not int'),
    (arguments.order, ('a:Ascending',), ValueError,
     'The direction of orderby must be asc or desc, not Ascending: write a:asc'),
    (arguments.order, ('a:b:odd',), ValueError,
     'The direction of orderby must be asc or desc, not odd: write a:b:desc'),
    (arguments.progress, ('yes',), TypeError, 'progress must be True or False, not ')]

OF_PATHS = [
    (paths.endpoint, (None,), TypeError,
     'The endpoint must be a string such as https://nuv.la, not None'),
    (paths.endpoint, (3,), TypeError,
     'The endpoint must be a string such as https://nuv.la, not 3'),
    (paths.endpoint, ('http://[::1',), ValueError,
     'The endpoint http://[::1 is not an address such as https://nuv.la: ValueError'),
    (paths.endpoint, ('https://me:hush@h',), ValueError,
     'The endpoint must not carry credentials; use login_internal() or login_apikey()'),
    (paths.endpoint, ('ftp://h',), ValueError,
     "The endpoint must be an address such as https://nuv.la, not 'ftp://h'."),
    (paths.endpoint, ('https://h/a b',), ValueError,
     'The endpoint must not carry a query, a fragment or blanks: https://h/a b'),
    (paths.endpoint, ('https://h/?a=b',), ValueError,
     'The endpoint must not carry a query, a fragment or blanks: https://h/?********'),
    (paths.module, (3,), TypeError, 'The module path must be a string, not 3'),
    (paths.module, ('module',), ValueError, 'The module path is empty'),
    (paths.module, ('a//b',), ValueError,
     "The module path has an empty or dot segment: 'a//b'"),
    (paths.module, ('a\rb',), ValueError, 'The module path contains control characters: '),
    (paths.module, ('a' * 9000,), ValueError, 'The module path is too long: 9000 characters'),
    (paths.segments, ('a/../b',), ValueError, "The path has an empty or dot segment: 'a/../b'"),
    (paths.segment, ('', 'node'), ValueError, "The node has an empty or dot segment: ''"),
    (paths.segment, ('a/b',), ValueError, 'The name must not contain a slash: a/b'),
    (paths.segment, ('a/', 'node'), ValueError, 'The node must not contain a slash: a/'),
    (paths.user, (3,), TypeError, 'The user name must be a string, not 3'),
    (paths.deployment_id, (3,), TypeError, 'A deployment id is a UUID, not 3'),
    (paths.deployment_id, ('x',), ValueError, "A deployment id is a UUID, not 'x'"),
    (paths.parameter_key, ('a/b',), ValueError, 'The parameter name must not contain a slash: a/b'),
    (paths.parameter_key, ('state',), ValueError,
     'A runtime parameter is named SCOPE:NAME, for example ss:state or web.1:hostname, not state'),
    (paths.node_name, ('a/b',), ValueError, 'The node name must not contain a slash: a/b'),
    (paths.node_name, ('a-b',), ValueError,
     'A node name consists of letters, digits and underscores, not a-b'),
    (paths.cimi, (3,), TypeError, 'A resource id must be a string, not 3'),
    (paths.cimi, ('https://h/api/x',), ValueError,
     'The resource id https://h/api/x belongs to another service'),
    (paths.cimi, ('',), ValueError, "The resource id has an empty or dot segment: ''")]


@pytest.mark.parametrize('check, values, kind, message', OF_ARGUMENTS + OF_PATHS)
def test_a_refusal_names_the_argument_and_what_it_must_be(check, values, kind, message):
    with pytest.raises(kind, match='^' + re.escape(message)):
        check(*values)
