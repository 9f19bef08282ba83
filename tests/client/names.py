# -*- coding: utf-8 -*-
"""Names from the catalogue of the sandbox."""
from __future__ import unicode_literals

WORDPRESS = 'apps/WordPress/wordpress'
APPLICATION = 'examples/tutorials/service-testing/system'
APACHE = 'examples/tutorials/service-testing/apache'
FAILING = 'examples/tutorials/failing/component'
NGINX = 'examples/tutorials/image-building/nginx'
IMAGES = 'examples/images'
CENTOS = IMAGES + '/centos-7'
GENEVA, DIETIKON, IRELAND = 'exoscale-ch-gva', 'exoscale-ch-dk', 'ec2-eu-west'
CLOUDS = {'apache': GENEVA, 'testclient': DIETIKON}

#: When a sandbox begins, as the XML interface writes it.
START = '2019-03-29 08:00:00.0 UTC'

#: Seconds after which whatever was launched is ready.
LAUNCH = 60

#: Well-formed, and of nothing.
NOBODYS_ID = '00000000-0000-4000-8000-000000000000'

#: Names in several alphabets, with characters that mean something in markup and URLs.
TEXT = '\u00c9t\u00e9 \u2116 5 <b>&"\'</b> \u65e5\u672c\u8a9e %41+?#'
