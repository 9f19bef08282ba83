# -*- coding: utf-8 -*-
"""Shortened documents of the XML interface, as the service writes them."""
from __future__ import unicode_literals

DUID = '7b0e4a52-1c2d-4e5f-9a6b-8c7d6e5f4a3b'
OTHER_DUID = 'c5d0f5a1-9a52-4a65-8d0c-3a1d6d0f7e21'

APP_STORE = '''<list>
   <item class="com.sixsq.slipstream.module.ModuleViewPublished" resourceUri="module/shop/web/1802"
       category="Image" description="Shop front end"
      published="true" logoLink="https://example.org/web.png" name="web" version="1802"><authz
          owner="alice"/></item>
   <item resourceUri="module/shop/full/1805" category="Deployment" published="true" name="full"
       version="1805"/>
   <item name="broken"/>
</list>'''

ROOT = '''<list>
   <item resourceUri="module/shop/1795" category="Project" description="Web shop demo" name="shop"
       version="1795"/>
   <item resourceUri="module/examples/1792" category="Project" name="examples" version="1792"/>
   <item resourceUri="module/lonely/1793" category="Image" name="lonely" version="1793"/>
</list>'''

PROJECT = '''<projectModule lastModified="2019-03-01 15:20:00.120 UTC" category="Project"
      description="Web shop demo" deleted="false"
      parentUri="module/" version="1795" isLatestVersion="true" logoLink=""
          creation="2019-01-10 08:00:00.5 UTC" shortName="shop">
   <authz owner="alice"><groupMembers><string>bob</string></groupMembers></authz>
   <runs offset="0" limit="20" count="1" totalCount="1"><item
       uuid="7b0e4a52-1c2d-4e5f-9a6b-8c7d6e5f4a3b" status="Ready"/></runs>
   <children>
      <item category="Image" description="Shop front end" name="web" version="1802"/>
      <item category="Project" name="inner" version="1806"/>
      <item category="Deployment" name="full" version="1805"/>
   </children>
   <parameters/>
</projectModule>'''

INNER = '''<projectModule category="Project" parentUri="module/shop" version="1806"
      shortName="inner" creation="c" lastModified="m">
   <children><item category="Image" name="db" version="1807"/></children>
</projectModule>'''

COMPONENT = '''<?xml version="1.0" encoding="UTF-8"?>
<imageModule lastModified="2019-03-02 10:00:00.7 UTC" category="Image" description="Shop front end"
      deleted="false" parentUri="module/shop"
      version="1802" isLatestVersion="true" moduleReferenceUri="module/examples/images/ubuntu-16.04"
          logoLink="https://example.org/web.png"
      isBase="false" creation="2019-01-10 08:05:00.34 UTC" shortName="web" loginUser="ubuntu"
          platform="ubuntu">
   <authz owner="alice"><groupMembers/></authz>
   <published publicationDate="2019-03-02 10:05:00.55 UTC"/>
   <runs offset="0" limit="20" count="1" totalCount="1"><item
       uuid="3f1c1d9e-6a0b-4f7e-8f43-0d5f4a2b9c10" status="Ready"/></runs>
   <targets><target name="execute">#!/bin/sh
ss-set url.service "http://é"</target></targets>
   <cloudImageIdentifiers>
      <cloudImageIdentifier cloudServiceName="exoscale-ch-gva" cloudImageIdentifier="1b2c3d4e"/>
      <cloudImageIdentifier cloudServiceName="ec2-eu-west" region=""
          cloudImageIdentifier="ami-0123456789"/>
   </cloudImageIdentifiers>
   <parameters>
      <entry><string>hostname</string><parameter name="hostname"
          description="hostname/ip of the image" category="Output" mandatory="true"
         type="String" readonly="false" order_="0" isSet="false" order="0"/></entry>
      <entry><string>title</string><parameter name="title" description="Page title" category="Input"
          mandatory="false" type="String"
         readonly="false" order_="0" isSet="true"
             order="0"><instructions>What to show.</instructions><value> My shop </value>
         <defaultValue>My shop</defaultValue></parameter></entry>
      <entry><string>cpu.nb</string><parameter name="cpu.nb" category="Cloud" mandatory="true"
          type="String" readonly="false" isSet="false">
         <value>2</value><defaultValue>2</defaultValue></parameter></entry>
      <entry><string>network</string><parameter name="network" category="Cloud" mandatory="true"
          type="Enum" readonly="true" isSet="true">
         <enumValues length="2"><string>Public</string><string>Private</string></enumValues>
         <value></value></parameter></entry>
   </parameters>
   <inputParametersExpanded><entry><string>title</string><parameter name="title"
       isSet="true"/></entry></inputParametersExpanded>
</imageModule>'''

APPLICATION = '''<deploymentModule category="Deployment" parentUri="module/shop" version="1805"
      creation="2019-01-11 09:00:00.1 UTC" shortName="full">
   <nodes>
      <entry><string>web</string><node deleted="false" name="web" multiplicity="2"
          maxProvisioningFailures="0" cloudService="default"
         imageUri="module/shop/web" creation="2019-03-02 10:30:00.10 UTC" network="Public">
         <parameterMappings><entry><string>title</string><parameter
             name="title"/></entry></parameterMappings>
         <image category="Image"><nodes><entry><node
             name="nested"/></entry></nodes></image></node></entry>
      <entry><string>db</string><node name="db" multiplicity="1" maxProvisioningFailures="1"
          cloudService="exoscale-ch-gva"
         imageUri="module/shop/db/1790" cpu="4" ram="8" disk="10" extraDiskVolatile="20"/></entry>
      <entry><string>odd</string><node/></entry>
   </nodes>
   <parameters/>
</deploymentModule>'''

RUNS = '''<runs offset="0" limit="20" count="4" totalCount="4" cloud="">
   <item resourceUri="run/7b0e4a52-1c2d-4e5f-9a6b-8c7d6e5f4a3b"
       uuid="7b0e4a52-1c2d-4e5f-9a6b-8c7d6e5f4a3b"
      moduleResourceUri="module/shop/full/1805" status="SendingReports" abort=""
          startTime="2019-03-02 11:00:00.200 UTC"
      cloudServiceNames="exoscale-ch-gva" username="alice" type="Orchestration" tags="demo,spring"
          serviceUrl=" http://203.0.113.10:8080 "
         activeVm="0"/>
   <item uuid="c5d0f5a1-9a52-4a65-8d0c-3a1d6d0f7e21" moduleResourceUri="module/shop/web/1802"
       status="Cancelled" abort="The run has timed out"
      startTime="2019-03-01 09:30:00.44 UTC" cloudServiceNames="exoscale-ch-gva,ec2-eu-west"
          username="alice" type="Run" tags="" serviceUrl=""/>
   <item uuid="Unknown" cloudServiceNames=""/>
   <item/>
</runs>'''

RUN = '''<run category="Deployment" deleted="false"
      resourceUri="run/7b0e4a52-1c2d-4e5f-9a6b-8c7d6e5f4a3b"
      uuid="7b0e4a52-1c2d-4e5f-9a6b-8c7d6e5f4a3b" type="Orchestration"
          cloudServiceNames="exoscale-ch-gva,ec2-eu-west" state="Ready"
      moduleResourceUri="module/shop/full/1805" startTime="2019-03-02 11:00:00.200 UTC"
          lastStateChangeTime="2019-03-02 11:04:31.34 UTC"
      nodeNames="web.1" user="alice" mutable="%(mutable)s">
   <runtimeParameters class="org.hibernate.collection.internal.PersistentMap">
      <entry><string><![CDATA[web.1:abort]]></string>
         <runtimeParameter key="web.1:abort"
             isSet="true"><![CDATA[not this one]]></runtimeParameter></entry>
      <entry><string><![CDATA[ss:abort]]></string><runtimeParameter key="ss:abort"
          isSet="false"><![CDATA[%(abort)s]]></runtimeParameter></entry>
      <entry><string><![CDATA[ss:url.service]]></string><runtimeParameter
          key="ss:url.service"><![CDATA[%(url)s]]></runtimeParameter></entry>
      <entry><string><![CDATA[ss:tags]]></string><runtimeParameter key="ss:tags"/></entry>
   </runtimeParameters>
   <module class="com.sixsq.slipstream.persistence.DeploymentModule"
       resourceUri="module/shop/full/1805">
      <runtimeParameters><entry><runtimeParameter
          key="ss:abort">not at this depth</runtimeParameter></entry></runtimeParameters>
   </module>
</run>'''

VMS = '''<vms offset="0" limit="20" count="4" totalCount="4">
   <vm cloud="exoscale-ch-gva" user="alice" instanceId="9a1f2c" state="Running"
       measurement="2019-03-02 11:10:00.9 UTC"
      runUuid="7b0e4a52-1c2d-4e5f-9a6b-8c7d6e5f4a3b" runOwner="alice" ip="203.0.113.10" name="web.1"
          nodeName="web" nodeInstanceId="1"
      isUsable="true" cpu="2" ram="4096.0" disk="10.0" instanceType="Small"/>
   <vm cloud="ec2-eu-west" user="alice" instanceId="i-0abc" state="terminated" isUsable="false"/>
   <vm cloud="ec2-eu-west" instanceId="i-1" state="x" runUuid=""/>
   <vm cloud="ec2-eu-west" instanceId="i-2" runUuid="Unknown"/>
</vms>'''

MACHINE = {
    'id': 'virtual-machine/6cbfd6a2-2dc9-3bde-9682-53ef0f4b773a', 'instanceID': 'c5a7e0f2',
    'state': 'Running', 'ip': '203.0.113.9',
    'connector': {'href': 'connector/exoscale-ch-dk'},
    'deployment': {'href': 'run/7b0e4a52-1c2d-4e5f-9a6b-8c7d6e5f4a3b',
                   'user': {'href': 'user/jane'}},
    'serviceOffer': {'href': 'service-offer/0b6d2f9a', 'resource:vcpu': 4, 'resource:ram': 8192,
                     'resource:disk': 50,
                     'resource:instanceType': 'Large', 'price:currency': 'EUR'}}

DASHBOARD = '''<dashboard>
   <clouds class="java.util.ArrayList"><string>exoscale-ch-gva</string></clouds>
   <cloudUsages class="java.util.ArrayList">
      <cloudUsage cloud="exoscale-ch-gva" vmQuota="20" userRunUsage="1"/>
      <cloudUsage cloud="old" vmQuota="5" userRunUsage="0" userVmUsage="1" userInactiveVmUsage="2"
          othersVmUsage="3" pendingVmUsage="4"
         unknownVmUsage="5"/>
      <cloudUsage cloud="All Clouds" vmQuota="25" userRunUsage="1"/>
   </cloudUsages>
</dashboard>'''

USER = '''<user lastModified="2019-03-02 09:14:27.306 UTC" deleted="false" resourceUri="user/alice"
      name="alice" email="alice@example.org"
      firstName="Alice" lastName="Keller" organization="ACME"
          roles="USER ANON session/1e0f6a52-8d0c-4c7b-9f1d-0a1f6f2b7c11" issuper="%(issuper)s"
      state="ACTIVE" activeSince="2018-11-05 10:02:11.45 UTC" githubLogin="alicek"
          creation="2018-11-05 10:02:11.45 UTC">
   <parameters class="java.util.HashMap">
      <entry><string>General.default.cloud.service</string><parameter
          name="General.default.cloud.service" description="Default cloud"
         category="General" mandatory="false" type="Enum" readonly="false" order_="0"
             order="0"><instructions><![CDATA[Cloud]]></instructions>
         <enumValues length="2"><string>exoscale-ch-gva</string><string>ec2-eu-west</string>
         </enumValues>
         <value><![CDATA[exoscale-ch-gva]]></value></parameter></entry>
      <entry><string>General.keep-running</string>
         <parameter name="General.keep-running"
             category="General"><value>on-success</value></parameter></entry>
      <entry><string>General.mail-usage</string><parameter name="General.mail-usage"
          category="General"><value>never</value></parameter></entry>
      <entry><string>General.Verbosity Level</string><parameter name="General.Verbosity Level"
          category="General"><value>0</value></parameter></entry>
      <entry><string>General.Timeout</string><parameter name="General.Timeout"
          category="General"><value>30</value></parameter></entry>
      <entry><string>General.ssh.public.key</string><parameter name="General.ssh.public.key"
          category="General"><value>ssh-rsa A alice@laptop
 ssh-rsa B alice@desk

</value></parameter></entry>
      <entry><string>General.orchestrator.publicsshkey</string>
         <parameter name="General.orchestrator.publicsshkey"
             category="General"%(orchestrator)s</entry>
      <entry><string>exoscale-ch-gva.username</string>
         <parameter name="exoscale-ch-gva.username"
             category="exoscale-ch-gva"><value>EXO1</value></parameter></entry>
      <entry><string>exoscale-ch-gva.password</string>
         <parameter name="exoscale-ch-gva.password"
             category="exoscale-ch-gva"><value>hush</value></parameter></entry>
      <entry><string>ec2-eu-west.access.id</string>
         <parameter name="ec2-eu-west.access.id"
             category="ec2-eu-west"><value>AKIA</value></parameter></entry>
      <entry><string>ec2-eu-west.secret.key</string><parameter name="ec2-eu-west.secret.key"
          category="ec2-eu-west"/></entry>
   </parameters>
</user>'''

USERS = '''<list>
   <item name="alice" resourceUri="user/alice" firstName="Alice" lastName="Keller"
       email="alice@example.org" state="ACTIVE"
      activeSince="2018-11-05 10:02:11.45 UTC" organization="ACME" roles="tester, dev;ops"
          issuper="false" online="false"/>
   <item name="super" firstName="Super" lastName="User" email="super@example.org" issuper="true"/>
   <item/>
</list>'''


def run(abort='', url='', mutable='false'):
    """The document of a run."""
    return RUN % {'abort': abort, 'url': url, 'mutable': mutable}


def user(issuper='false', orchestrator='><value>ssh-rsa root</value></parameter>'):
    """The document of a user."""
    return USER % {'issuper': issuper, 'orchestrator': orchestrator}


def error(code, detail):
    """The document of an error."""
    return ('<error code="%d" reason="Reason" detail="%s" specificationUri="http://www.w3.org/x">'
            '\n%s\n</error>') % (code, detail, detail)
