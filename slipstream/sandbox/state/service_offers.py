# -*- coding: utf-8 -*-
"""Service offers: which sizes of machines a cloud has, and at which price."""
from __future__ import unicode_literals

import math

#: Parameters that say the size of a machine: name, attribute of service offers, how many of its
#: units make one of ours.
SIZES = (('cpu.nb', 'resource:vcpu', 1), ('ram.GB', 'resource:ram', 1024.0),
         ('disk.GB', 'resource:disk', 1))


def find(world, reference):
    """The offer of that id, with or without its first part; None if there is none."""
    table = world.store.table('service-offer')
    return table.get(reference) or table.get('service-offer/%s' % reference)


def find_for(world, cloud, attributes):
    """The first offer for a machine on a cloud that has these attributes, or None."""
    return next((offer for offer in world.store.table('service-offer')
                 if cloud_of(offer) == cloud and offer.get('resource:type', 'VM') == 'VM'
                 and all(offer.get(name) == value for name, value in attributes.items())), None)


def cloud_of(document):
    """The name of the cloud that an offer or a machine is for.

    Offers write the link to their connector with and without its first part.
    """
    href = document['connector']['href']
    return href[len('connector/'):] if href.startswith('connector/') else href


def number(text):
    """The number that a text says, or None; infinity is none."""
    try:
        value = float(text)
    except (TypeError, ValueError):
        return None
    return None if math.isnan(value) or math.isinf(value) else value
