"""The description of a published list for data portals: DCAT-AP 3 with the fields of DCAT-AP.de, as JSON-LD."""

from typing import Any

from django.conf import settings

from partners.models import Publication
from partners.publication_models import Licence

CONTENT_TYPE = "application/ld+json"
_EU = "http://publications.europa.eu/resource/authority"
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "dcatde": "http://dcat-ap.de/def/dcatde/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
#: Kind of a file -> its code in the file types of the EU, and its media type.
FILES = {"csv": ("CSV", "text/csv"), "geojson": ("GEOJSON", "application/geo+json")}


def described(row: Publication, *, page: str, files: dict[str, str]) -> dict[str, Any]:
    """The dataset with one distribution for each of ``files`` (kind -> address); ``page`` is where people read it."""
    return {
        "@context": _CONTEXT,
        "@id": page,
        "@type": "dcat:Dataset",
        "dct:identifier": page,
        "dct:title": _german(row.title),
        "dct:description": _german(f"{row.description}{' – Demodaten, frei erfunden' if settings.DEMO else ''}"),
        "dct:publisher": {"@type": "foaf:Organization", "foaf:name": row.publisher},
        "dcat:contactPoint": {
            "@type": "vcard:Organization",
            "vcard:fn": row.contact_name,
            "vcard:hasEmail": _at(f"mailto:{row.contact_mailbox}"),
        },
        "dcat:theme": _at(f"{_EU}/data-theme/SOCI"),
        "dcat:keyword": [_german(word) for word in ("Akteure", "Stadtteil", "Angebote", row.district.name)],
        "dct:issued": _day(row.issued_on.isoformat()),
        "dct:modified": _day(row.modified_on.isoformat()),
        "dct:accrualPeriodicity": _at(f"{_EU}/frequency/IRREG"),
        "dct:language": _at(f"{_EU}/language/DEU"),
        "dct:spatial": {"@type": "dct:Location", "skos:prefLabel": _german(f"Berlin, Bezirk {row.district.name}")},
        "dcatde:politicalGeocodingURI": _at("http://dcat-ap.de/def/politicalGeocoding/stateKey/11"),
        "dcatde:geocodingDescription": _german(f"Berlin, Bezirk {row.district.name}"),
        "dcat:landingPage": _at(page),
        "dcat:distribution": [_distribution(row, kind, address) for kind, address in files.items()],
    }


def _distribution(row: Publication, kind: str, address: str) -> dict[str, Any]:
    code, media_type = FILES[kind]
    found = {
        "@id": address,
        "@type": "dcat:Distribution",
        "dct:title": _german(f"{row.title} ({kind.upper() if kind == 'csv' else 'GeoJSON'})"),
        "dcat:accessURL": _at(address),
        "dcat:downloadURL": _at(address),
        "dct:format": _at(f"{_EU}/file-type/{code}"),
        "dcat:mediaType": _at(f"https://www.iana.org/assignments/media-types/{media_type}"),
        "dct:license": _at(row.licence),
        "dct:issued": _day(row.issued_on.isoformat()),
        "dct:modified": _day(row.modified_on.isoformat()),
    }
    if row.licence != Licence.ZERO:
        found["dcatde:licenseAttributionByText"] = _german(row.publisher)
    return found


def _at(address: str) -> dict[str, str]:
    return {"@id": address}


def _german(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "de"}


def _day(text: str) -> dict[str, str]:
    return {"@value": text, "@type": "xsd:date"}
