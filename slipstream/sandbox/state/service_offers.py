# -*- coding: utf-8 -*-
"""Service offers: the sizes of machines that a cloud offers, and their prices."""
from __future__ import unicode_literals

import math

#: Parameters for the size of a machine: name, attribute of service offers, and how many units of
#: the attribute make one unit of the parameter.
SIZES = (('cpu.nb', 'resource:vcpu', 1), ('ram.GB', 'resource:ram', 1024.0),
         ('disk.GB', 'resource:disk', 1))


def find(world, reference):
    """The offer with this id, with or without ``service-offer/``; None if there is none."""
    table = world.store.table('service-offer')
    return table.get(reference) or table.get('service-offer/%s' % reference)


def find_for(world, cloud, attributes):
    """The first offer for a machine on a cloud that has these attributes, or None."""
    return next((offer for offer in world.store.table('service-offer')
                 if cloud_of(offer) == cloud and offer.get('resource:type', 'VM') == 'VM'
                 and all(offer.get(name) == value for name, value in attributes.items())), None)


def cloud_of(document):
    """The name of the cloud of an offer or a machine.

    The link of an offer to its connector may or may not begin with ``connector/``.
    """
    href = document['connector']['href']
    return href[len('connector/'):] if href.startswith('connector/') else href


def number(text):
    """Parse a number; None if it is invalid or infinite."""
    try:
        value = float(text)
    except (TypeError, ValueError):
        return None
    return None if math.isnan(value) or math.isinf(value) else value
