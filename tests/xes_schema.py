"""The form of an XES document as IEEE 1849-2016 demands it, said in our own words.

The official schema is under a licence of its own and not in our registries; this
one allows what it allows of the kinds that a log of ours may use, and no more.
"""

from lxml import etree

_ATTRIBUTES = "".join(
    f'<xs:element name="{kind}"><xs:complexType>'
    '<xs:group ref="x:attributes"/>'
    '<xs:attribute name="key" type="xs:Name" use="required"/>'
    f'<xs:attribute name="value" type="xs:{of}" use="required"/>'
    "</xs:complexType></xs:element>"
    for kind, of in (
        ("string", "string"),
        ("date", "dateTime"),
        ("int", "long"),
        ("float", "double"),
        ("boolean", "boolean"),
        ("id", "string"),
    )
)
_NAMED = (
    '<xs:attribute name="{}" type="xs:{}" use="required"/>'.format(*pair)
    for pair in (("name", "NCName"), ("prefix", "NCName"), ("uri", "anyURI"))
)
_SCHEMA = f"""
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified"
           xmlns:x="http://www.xes-standard.org/"
           targetNamespace="http://www.xes-standard.org/">
 <xs:group name="attributes"><xs:sequence><xs:choice minOccurs="0" maxOccurs="unbounded">
  {_ATTRIBUTES}
 </xs:choice></xs:sequence></xs:group>
 <xs:complexType name="event"><xs:group ref="x:attributes"/></xs:complexType>
 <xs:complexType name="trace"><xs:sequence><xs:group ref="x:attributes"/>
  <xs:element name="event" type="x:event" minOccurs="0" maxOccurs="unbounded"/>
 </xs:sequence></xs:complexType>
 <xs:element name="log"><xs:complexType><xs:sequence>
  <xs:element name="extension" minOccurs="0" maxOccurs="unbounded">
   <xs:complexType>{"".join(_NAMED)}</xs:complexType></xs:element>
  <xs:element name="global" minOccurs="0" maxOccurs="unbounded"><xs:complexType>
   <xs:group ref="x:attributes"/>
   <xs:attribute name="scope" type="xs:NCName"/></xs:complexType></xs:element>
  <xs:element name="classifier" minOccurs="0" maxOccurs="unbounded"><xs:complexType>
   <xs:attribute name="name" type="xs:NCName" use="required"/>
   <xs:attribute name="scope" type="xs:NCName"/>
   <xs:attribute name="keys" type="xs:token" use="required"/></xs:complexType></xs:element>
  <xs:group ref="x:attributes"/>
  <xs:element name="trace" type="x:trace" minOccurs="0" maxOccurs="unbounded"/>
 </xs:sequence>
 <xs:attribute name="xes.version" type="xs:decimal" use="required"/>
 <xs:attribute name="xes.features" type="xs:token"/>
 </xs:complexType></xs:element>
</xs:schema>
"""
SCHEMA = etree.XMLSchema(etree.fromstring(_SCHEMA))
