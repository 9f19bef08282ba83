# -*- coding: utf-8 -*-
"""Service offers of the default catalogue.

The offers and prices of each cloud, and the vocabulary of offers.
"""
from __future__ import unicode_literals

from .clouds import CLOUDS

#: Prefixes of attributes, and their namespaces.
NAMESPACES = (
    ('resource', 'http://sixsq.com/slipstream/resource'),
    ('price', 'http://sixsq.com/slipstream/price'),
    ('schema-org', 'https://schema.org'),
)

#: Prefix, attribute, type, name, description.
ATTRIBUTES = (
    ('resource', 'type', 'string', 'Type', 'kind of the resource, for example VM'),
    ('resource', 'class', 'string', 'Class', 'class of the resource, for example standard'),
    ('resource', 'vcpu', 'integer', 'vCPU', 'number of virtual processors'),
    ('resource', 'ram', 'integer', 'RAM', 'memory in MiB'),
    ('resource', 'disk', 'integer', 'Disk', 'root disk in GiB'),
    ('resource', 'instanceType', 'string', 'Instance type', 'name of the size at the cloud'),
    ('resource', 'country', 'string', 'Country',
     'ISO 3166 code of the country where the resource is'),
    ('resource', 'operatingSystem', 'string', 'Operating system', 'linux or windows'),
    ('price', 'currency', 'string', 'Currency', 'ISO 4217 code'),
    ('price', 'unitCost', 'double', 'Unit cost', 'price of one unit'),
    ('price', 'unitCode', 'string', 'Unit', 'UN/CEFACT code of the unit, HUR is an hour'),
    ('price', 'billingPeriodCode', 'string', 'Billing period',
     'UN/CEFACT code of the period that is billed, MIN is a minute'),
    ('price', 'freeUnits', 'integer', 'Free units', 'units that cost nothing'),
)

#: Instance type, vCPU, RAM in MiB, disk in GiB, price of an hour in EUR.
EXOSCALE_SIZES = (
    ('Micro', 1, 512, 10, 0.0069), ('Tiny', 1, 1024, 10, 0.0139), ('Small', 2, 2048, 10, 0.0278),
    ('Medium', 2, 4096, 50, 0.0564), ('Large', 4, 8192, 50, 0.1103),
    ('Extra-large', 4, 16384, 50, 0.2205), ('Huge', 8, 32768, 100, 0.4410))
EC2_SIZES = (
    ('t2.nano', 1, 512, 10, 0.0059), ('t2.micro', 1, 1024, 10, 0.0118),
    ('t2.small', 1, 2048, 10, 0.0236), ('m4.large', 2, 8192, 50, 0.1044),
    ('m4.xlarge', 4, 16384, 50, 0.2088))

_SIZES = {'exoscale': EXOSCALE_SIZES, 'ec2': EC2_SIZES}
#: The offers of each cloud.
OFFERS = [
    {'cloud': cloud['name'], 'instanceType': size, 'cpu': cpus, 'ram': memory, 'disk': disk,
     'price': price}
    for cloud in CLOUDS for size, cpus, memory, disk, price in _SIZES[cloud['kind']]]
