# -*- coding: utf-8 -*-
"""Parameter names: which parameter of a method a caller may have meant."""
from __future__ import unicode_literals

from ..compat import native_str, to_text
from .similar_names import all_names, did_you_mean, nearest

#: What other libraries call parameters, and what they may be called here.
_OF_OTHER_LIBRARIES = {
    'limit': ('limit', 'last', 'page_size'), 'size': ('last', 'page_size'), 'max': ('last',),
    'page_size': ('last',), 'count': ('last', 'quantity'), 'offset': ('offset', 'first'),
    'skip': ('offset', 'first'), 'where': ('filter',), 'query': ('filter',), 'q': ('filter',),
    'condition': ('filter',), 'fields': ('select',), 'attributes': ('select',),
    'sort': ('orderby',), 'sortby': ('orderby',), 'sort_by': ('orderby',), 'order': ('orderby',),
    'order_by': ('orderby',), 'url': ('endpoint',), 'host': ('endpoint',), 'address': ('endpoint',),
    'user': ('username', 'login_creds'), 'usr': ('username', 'login_creds'),
    'username': ('login_creds',), 'login': ('username', 'login_creds'),
    'pwd': ('password', 'login_creds'), 'passwd': ('password', 'login_creds'),
    'password': ('login_creds',), 'key': ('login_creds',), 'secret': ('login_creds',),
    'credentials': ('login_creds',), 'token': ('secret', 'login_creds'),
    'api_key': ('key', 'login_creds'), 'api_secret': ('secret', 'login_creds'),
    'verify': ('insecure',), 'args': ('parameters',), 'params': ('parameters',),
    'uuid': ('deployment_id',), 'module': ('path',), 'name': ('path', 'username'),
    'seconds': ('timeout',), 'threads': ('workers',), 'callback': ('on_exchange',)}
#: Of a method whose other parameters go to another one.
_TAKES_OTHERS = 0x08


def meant(name, names, likeness=0.6):
    """Return the parameter that a caller may have meant by a name; None if none is near.

    :param names: the parameters that there are.
    :param float likeness: how much alike they must be, from 0 to 1.
    """
    by_joined = dict((existing.replace('_', ''), existing) for existing in names)
    near = nearest(name.replace('_', ''), by_joined, 1, likeness)
    candidates = [existing for existing in names if name.lower() in existing.split('_')]
    candidates += [other for other in _OF_OTHER_LIBRARIES.get(name.lower(), ()) if other in names]
    return next(iter(candidates + [by_joined[joined] for joined in near]), None)


def explain(function, passed, error, owner='Api'):
    """Let the error of a call with an unknown keyword say which one may have been meant.

    Any other error stays as it is.

    :param function: the method. If it passes keywords on, the error of the method that has refused
        one is explained once more: with the parameters of both.
    :param passed: the keywords of the call.
    :param error: the ``TypeError`` that Python has raised.
    :param owner: the name of the class.
    """
    code = function.__code__
    names = code.co_varnames[1:code.co_argcount]
    if code.co_flags & _TAKES_OTHERS:
        # Without these, any keyword may be right.
        others = getattr(error, 'parameters', passed)
        names += tuple(name for name in others if name not in names)
    unknown = sorted(set(passed).difference(names))
    if unknown:
        title = '.'.join(part for part in (owner, function.__name__) if part != '__init__')
        near = meant(unknown[0], names)
        error.parameters = names
        error.args = (native_str('%s() has no parameter %s. %s%s' % (
            title, to_text(unknown[0]), did_you_mean([near] if near else []),
            all_names(names, 'It has'))),)


def refuse_unknown(passed, function):
    """Refuse keywords that will be passed on, before anything else happens.

    :param passed: the keywords.
    :param function: the method that they are passed on to.
    :raises TypeError: it has no such parameter.
    """
    error = TypeError()
    explain(getattr(function, '__wrapped__', function), passed, error)
    if error.args:
        raise error
