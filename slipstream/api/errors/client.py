# -*- coding: utf-8 -*-
"""What the library itself finds: mostly before anything is sent."""
from __future__ import unicode_literals

from .. import redaction
from ..compat import native_str, timeout_error, to_text
from .base import SlipStreamError


class UnknownNameError(SlipStreamError, KeyError):
    """The service has nothing with this name.

    ::

        >>> try:
        ...     api.cimi_search('serviceOffer')
        ... except KeyError as error:
        ...     print(error.hint.partition('?')[0])
        Did you mean serviceOffers or serviceBenchmarks
    """


class UnknownCollectionError(UnknownNameError):
    """The service has no such collection.

    ::

        >>> api.cimi_search('serviceOffer')
        Traceback (most recent call last):
        UnknownCollectionError: The service has no collection serviceOffer. ...
    """


class UnknownNodeError(UnknownNameError):
    """The deployment has no such node or node instance.

    ::

        >>> api.get_deployment_parameters(deployment_id, 'web')
        Traceback (most recent call last):
        UnknownNodeError: The deployment has no node or instance web. It has: machine, ss.
    """


class UnknownOperationError(UnknownNameError):
    """The resource does not offer that operation to you now.

    ::

        >>> api.cimi_operation('credential-template/generate-api-key', 'start')
        Traceback (most recent call last):
        UnknownOperationError: The resource ... does not offer the operation start. ...
    """


class UnknownParameterError(UnknownNameError):
    """The deployment has no such runtime parameter.

    The document of the deployment says so: requesting the parameter would have aborted it.

    ::

        >>> api.get_deployment_parameter(deployment_id, 'machine:hostnam')
        Traceback (most recent call last):
        UnknownParameterError: The deployment has no parameter machine:hostnam. Did you mean ...
    """


class WaitError(SlipStreamError):
    """Waiting for a deployment failed. The deployment itself continues.

    ::

        >>> from slipstream.api import WaitError
        >>> try:
        ...     api.wait_deployment(deployment_id, 'executing')
        ... except WaitError as error:
        ...     print(error.deployment.status)
        ready

    :param str reason: what happened.
    :param deployment: the last :class:`~slipstream.api.models.Deployment` that was read, or None.
    :param str hint: what might help, or None.
    """

    def __init__(self, reason, deployment=None, hint=None):
        SlipStreamError.__init__(self, reason, hint=hint)
        self.deployment = deployment
        self.deployment_id = getattr(deployment, 'id', None)

    def __reduce__(self):
        return self._reduced(redaction.scrubbed_row(self.deployment, self))


class DeploymentAbortedError(WaitError):
    """The abort flag of the deployment is set.

    ::

        >>> from slipstream.api import DeploymentAbortedError
        >>> sandbox.fail_next_launch('no more quota')
        >>> try:
        ...     api.deploy('apps/WordPress/wordpress', wait=True)
        ... except DeploymentAbortedError as error:
        ...     print(error.abort)
        no more quota
    """

    @property
    def abort(self):
        """The abort message."""
        return getattr(self.deployment, 'abort', None)


class StatusUnreachableError(WaitError):
    """The deployment can no longer get the status that you wait for.

    ::

        >>> api.wait_deployment(deployment_id, 'executing')
        Traceback (most recent call last):
        StatusUnreachableError: Deployment ... is ready and can no longer become executing
    """


class WaitTimeoutError(WaitError, timeout_error):
    """The deployment did not get the status that you wait for in time.

    ::

        >>> api.deploy('apps/WordPress/wordpress', wait=True, timeout=10)
        Traceback (most recent call last):
        WaitTimeoutError: Deployment ... is still ... after 10 seconds, not ready
    """


class ResultCountError(SlipStreamError, LookupError):
    """A search that must find exactly one resource found another number of them.

    ::

        >>> try:
        ...     api.cimi_one('serviceOffers', "name='none'")
        ... except LookupError:
        ...     print('none, or several')
        none, or several
    """


class NoResultFoundError(ResultCountError):
    """The search found nothing, or nothing that you may see.

    ::

        >>> api.cimi_one('events', "type='none'")
        Traceback (most recent call last):
        NoResultFoundError: The search of events by type='none' found nothing
    """


class MultipleResultsFoundError(ResultCountError):
    """The search found several resources.

    ::

        >>> api.cimi_one('serviceOffers')
        Traceback (most recent call last):
        MultipleResultsFoundError: The search of serviceOffers found 19 resources instead of one
    """


class StaleResourceError(SlipStreamError):
    """Somebody has changed the same members of a resource since you read it; nothing was sent.

    ::

        >>> key = api.cimi_first('credentials')
        >>> other = api.cimi_update(key.id, {'name': 'of somebody else'})
        >>> api.cimi_update(key, {'name': 'mine'}, expected=key)
        Traceback (most recent call last):
        StaleResourceError: Somebody has changed name of credential/... since you read it. ...

    :ivar list members: their names, those of nested ones with slashes: ``properties/color``.
    """

    def __init__(self, reason, members=(), hint=None):
        SlipStreamError.__init__(self, reason, hint=hint)
        self.members = list(members)

    def __reduce__(self):
        return self._reduced(self.members)


class ChecksumError(SlipStreamError):
    """The content of an external object was damaged in transit.

    ::

        >>> stored = api.upload_object('results.csv', 'mine', 'results.csv', credential)
        >>> fault = sandbox.fail_next_request(status=200, path='/objects', body='1,3')
        >>> api.download_object(stored, 'copy.csv')
        Traceback (most recent call last):
        ChecksumError: The content was damaged in transit: its MD5 sum is ...
    """


class FilterSyntaxError(SlipStreamError, ValueError):
    """A filter is invalid; nothing was sent.

    ::

        >>> from slipstream.api import FilterSyntaxError
        >>> try:
        ...     api.cimi_search('events', filter='type=action')
        ... except FilterSyntaxError as error:
        ...     print(error.line, error.column, error.hint, error.message)
        1 6 Put the text in quotes: 'action'. Parse error at line 1, column 6:
        type=action
             ^
        Expected one of:
        string
        ...

    :param str text: the filter.
    :param int position: index of the character where nothing fits any more.
    :param expected: what would have fitted there.
    :ivar hint: what might help, or None; part of the text of the exception, not of its ``message``.
    """

    #: What can be expected that is not to be taken literally.
    DESCRIPTIONS = ('attribute', 'string', 'date', 'integer', 'end of text')

    def __init__(self, text, position, expected):
        self.text, self.position, self.expected = text, position, tuple(expected)
        super(FilterSyntaxError, self).__init__(self.message)

    @property
    def line(self):
        """The line of the position, counted from 1."""
        return self.text.count('\n', 0, self.position) + 1

    @property
    def column(self):
        """The column of the position in its line, counted from 1."""
        return self.position - self.text.rfind('\n', 0, self.position)

    @property
    def message(self):
        """Where it went wrong, the line with a mark below it, and what was expected."""
        line = self.text.split('\n')[self.line - 1]
        before = redaction.safe_line(line[:self.column - 1])
        return 'Parse error at line %d, column %d:\n%s\n%s^\nExpected one of:\n%s\n' % (
            self.line, self.column, redaction.safe_line(line), ' ' * len(before),
            '\n'.join(token if token in self.DESCRIPTIONS else '"%s"' % token
                      for token in self.expected))

    def _shown(self, text):
        shown = super(FilterSyntaxError, self)._shown
        return '\n'.join(shown(line) for line in to_text(text).split('\n'))

    def _words(self):
        return self.message + self.hint if self.hint else self.message

    def __reduce__(self):
        return type(self), (self.text, self.position, self.expected), {
            native_str('_hint'): self.hint}


class ModuleTypeError(SlipStreamError, ValueError):
    """A module is of another type than the method works with; nothing was changed.

    ::

        >>> api.create_component('jane/db', 'examples')
        Traceback (most recent call last):
        ModuleTypeError: examples is not a component; nothing was created
    """


class ProjectNotEmptyError(SlipStreamError, ValueError):
    """A project to delete still has content; nothing was deleted.

    ::

        >>> api.delete_element('jane', all_versions=True)
        Traceback (most recent call last):
        ProjectNotEmptyError: jane is a project with content, ...: web. Delete that first, ...
    """


class PlanError(SlipStreamError, ValueError):
    """A plan cannot do that; nothing was changed.

    ::

        >>> with api.plan():
        ...     api.logout()
        Traceback (most recent call last):
        PlanError: logout() is not possible in the with block of a plan: call it outside
    """


class InsecureLoginError(SlipStreamError, ValueError):
    """Your credentials would have been sent unencrypted; nothing was sent.

    ::

        >>> Api('http://slipstream.example').login_internal('jane', '...')
        Traceback (most recent call last):
        InsecureLoginError: This request to slipstream.example would send your credentials ...
    """


class CookieFileWarning(UserWarning):
    """The cookie file cannot be used; cookies are kept in memory.

    ::

        >>> import os, warnings
        >>> os.mkdir('folder')
        >>> with warnings.catch_warnings(record=True) as caught:
        ...     warnings.simplefilter('always')
        ...     other = sandbox.api(cookie_file='folder')
        >>> print(caught[0].message)
        The cookie file .../folder cannot be read: it is not a regular file. ...
    """
