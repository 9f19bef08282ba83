# -*- coding: utf-8 -*-
"""Planning: see what calls would change, and what it would cost, before anything is sent."""
from __future__ import unicode_literals

from . import base


class Planning(base.Service):
    """The methods of :class:`~slipstream.api.Api` to plan."""

    def plan(self):
        """Plan changes instead of making them, to look at them and to apply them later.

        ::

            >>> with api.plan() as plan:
            ...     blog = api.deploy('apps/WordPress/wordpress', 'exoscale-ch-gva')
            ...     ended = api.terminate(deployment_id)
            >>> plan  # or print(plan)
            <Plan of 2 steps, 0.0278 EUR per hour>
              step  call       target                     per_hour    state
              ----  ---------  ------------...            ----------  -------
                 1  deploy     apps/WordPress/wordpress   0.0278 EUR  planned
                 2  terminate  ...                        -           planned
            >>> blog, ended = plan.apply()

        Inside the ``with`` block, methods that read work as usual. Those that change something
        check their arguments, read what tells whether the service would refuse, and raise the same
        exceptions; then they are recorded, and nothing is sent. For a launch, the module, the
        clouds and the nodes are checked, and for added instances the deployment and the node;
        parameters that the module does not have, missing images, quotas and prices are noted. Such
        a method returns a placeholder: pass it to other methods as if it
        were the result.

        You cannot log in or out, upload, or plan inside the block. Requests that you send with
        ``api.session`` are sent as always. The plan concerns all threads that use this ``Api``.

        :return: the plan, a context manager.
        :rtype: slipstream.api.methods.plans.Plan
        """
        from . import planner  # few programs plan
        return planner.plan(self)
