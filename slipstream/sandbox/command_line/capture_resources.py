# -*- coding: utf-8 -*-
"""Converting accounts and documents of the JSON interface from a service to a catalogue.

Secrets are always left out. All functions are pure.
"""
from __future__ import unicode_literals

import re

from ..catalogue.writing import lines_of
from ..compat import to_text

#: The captured collections, except events, in the order in which they are read.
COLLECTIONS = (
    'connectors', 'quotas', 'serviceAttributeNamespaces', 'serviceAttributes', 'serviceOffers',
    'configurationTemplates', 'connectorTemplates', 'credentialTemplates',
    'externalObjectTemplates', 'sessionTemplates', 'userParamTemplates', 'userTemplates')

_SECRET = re.compile('passw|passphrase|secret|token|private.?key', re.IGNORECASE)
#: Members that the service adds for each reader.
_ADDED = ('operations', 'resourceURI')
#: The authors of offers choose the names of attributes, and everybody sees their values.
_PUBLIC = ('serviceOffers', 'serviceAttributes', 'serviceAttributeNamespaces')
_LETTERS = re.compile('[^a-z]')

_ATTRIBUTES = (('username', 'name'), ('firstName', 'firstName'), ('lastName', 'lastName'),
               ('organization', 'organization'), ('emailAddress', 'email'))
_SSH_KEY = 'General.ssh.public.key'


def _one_of(*values):
    return lambda text: text if text in values else None


def _number(text):
    return int(text) if text.isdigit() else None


#: Setting of an account, parameter of a user, function that reads the value (None if invalid).
_SETTINGS = (
    ('defaultCloudService', 'General.default.cloud.service', to_text),
    ('keepRunning', 'General.keep-running', _one_of('always', 'never', 'on-success', 'on-error')),
    ('mailUsage', 'General.mail-usage', _one_of('daily', 'never')),
    ('timeout', 'General.Timeout', _number), ('verbosityLevel', 'General.Verbosity Level', _number))


def document_of(collection, resource):
    """Convert a document for a catalogue.

    :param str collection: name of the collection.
    :param dict resource: the document from the service.
    :return: a pair: the document, and the number of omitted secrets.
    """
    document = dict((name, value) for name, value in resource.items() if name not in _ADDED)
    if collection in _PUBLIC:
        return document, 0
    if collection.endswith('Templates'):
        return _harmless(document)
    return _without_secrets(document)


def account_of(root):
    """Convert an account for a catalogue, without the password.

    :param root: the root element of the document of the user.
    """
    parameters = dict((parameter.get('name'), parameter.findtext('value') or '')
                      for parameter in root.findall('parameters/entry/parameter'))
    settings = dict((name, read(parameters.get(parameter, '')))
                    for name, parameter, read in _SETTINGS)
    account = dict((name, root.get(attribute)) for name, attribute in _ATTRIBUTES)
    account.update(sshPublicKey=lines_of(parameters.get(_SSH_KEY)), settings=_filled(settings),
                   privileged=root.get('issuper') == 'true')
    return _filled(account)


def _filled(members):
    return dict((name, value) for name, value in members.items()
                if value or isinstance(value, int) and value is not False)


def _without_secrets(value):
    """A copy of a value without members whose names look secret."""
    if isinstance(value, dict):
        kept, withheld = {}, 0
        for name, member in value.items():
            if _SECRET.search(name) and member:
                withheld += 1
            else:
                kept[name], more = _without_secrets(member)
                withheld += more
        return kept, withheld
    if isinstance(value, list):
        pairs = [_without_secrets(element) for element in value]
        return [element for element, _ in pairs], sum(more for _, more in pairs)
    return value, 0


def _harmless(template):
    """A template without secrets in its placeholders.

    The placeholder of a secret is usually its own name. Anything else may be a real secret, entered
    by somebody who did not know that everybody can see it.
    """
    document, withheld = {}, 0
    for name, value in template.items():
        is_odd = _SECRET.search(name) and isinstance(value, type('')) and _plain(
            value) not in _plain(name)
        document[name] = name if is_odd else value
        withheld += bool(is_odd)
    return document, withheld


def _plain(text):
    return _LETTERS.sub('', text.lower())

