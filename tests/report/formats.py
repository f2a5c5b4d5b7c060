"""What each format for programs may hold, stricter than its readers are: a key that is not listed is a mistake."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree

import jsonschema

Schema = dict[str, Any]

TEXT = {"type": "string", "minLength": 1}
NATURAL = {"type": "integer", "minimum": 1}
COUNT = {"type": "integer", "minimum": 0}


def of(required: Schema, optional: Schema | None = None) -> Schema:
    """An object with these keys and no others."""
    return {
        "type": "object",
        "required": list(required),
        "properties": required | (optional or {}),
        "additionalProperties": False,
    }


def list_of(items: Schema, least: int = 0) -> Schema:
    return {"type": "array", "items": items, "minItems": least}


MESSAGE = of({"text": TEXT})
PROPERTIES = {"type": "object"}
PLACE = {
    "uri": {"type": "string", "pattern": r"^(file://[^/]*/)?[A-Za-z0-9._~%/:-]+$"},
    "uriBaseId": {"const": "%SRCROOT%"},
}
ARTIFACT = {"anyOf": [of(PLACE, {"index": COUNT}), of({"uri": PLACE["uri"]}, {"index": COUNT})]}
REGION = of(
    {
        "startLine": NATURAL,
        "startColumn": NATURAL,
        "endLine": NATURAL,
        "endColumn": NATURAL,
        "charOffset": COUNT,
        "charLength": COUNT,
    },
    {"snippet": MESSAGE},
)
PHYSICAL = of({"artifactLocation": ARTIFACT, "region": REGION})
LEVEL = {"enum": ["error", "warning", "note"]}
SARIF_RULE = of(
    {
        "id": {"type": "string", "pattern": "^[A-Z]+[0-9]+$"},
        "name": {"type": "string", "pattern": "^[a-z][a-z-]{0,254}$"},
        "shortDescription": of({"text": {**TEXT, "maxLength": 1024}}),
        "fullDescription": of({"text": {**TEXT, "maxLength": 1024}}),
        "help": of({"text": TEXT, "markdown": TEXT}),
        "defaultConfiguration": of({"level": LEVEL, "enabled": {"type": "boolean"}}),
        "properties": of(
            {
                "tags": {**list_of(TEXT), "maxItems": 10},
                "problem.severity": {"enum": ["error", "warning", "recommendation"]},
                "statements": list_of(TEXT),
            }
        ),
    },
)
SARIF_FIX = of(
    {
        "description": MESSAGE,
        "artifactChanges": list_of(
            of(
                {
                    "artifactLocation": ARTIFACT,
                    "replacements": list_of(
                        of(
                            {
                                "deletedRegion": {
                                    "anyOf": [REGION, of({"byteOffset": COUNT, "byteLength": COUNT})]
                                },
                                "insertedContent": of({"text": {"type": "string"}}),
                            }
                        ),
                        1,
                    ),
                }
            ),
            1,
        ),
        "properties": of({"safety": {"enum": ["safe", "unsafe"]}}),
    }
)
SARIF_RESULT = of(
    {
        "ruleId": TEXT,
        "ruleIndex": COUNT,
        "level": LEVEL,
        "message": MESSAGE,
        "locations": {**list_of(of({"physicalLocation": PHYSICAL}), 1), "maxItems": 1},
        "partialFingerprints": of({"zeplint/v1": {"type": "string", "pattern": "^[0-9a-f]{32}$"}}),
    },
    {
        "relatedLocations": list_of(of({"id": NATURAL, "physicalLocation": PHYSICAL, "message": MESSAGE}), 1),
        "fixes": list_of(SARIF_FIX, 1),
    },
)
SARIF = of(
    {
        "$schema": {"const": "https://json.schemastore.org/sarif-2.1.0.json"},
        "version": {"const": "2.1.0"},
        "runs": list_of(
            of(
                {
                    "tool": of(
                        {
                            "driver": of(
                                {
                                    "name": {"const": "zeplint"},
                                    "version": TEXT,
                                    "semanticVersion": TEXT,
                                    "rules": list_of(SARIF_RULE),
                                }
                            )
                        }
                    ),
                    "invocations": list_of(
                        of(
                            {"executionSuccessful": {"const": True}, "exitCode": {"enum": [0, 1]}},
                            {"toolExecutionNotifications": list_of(of({"level": LEVEL, "message": MESSAGE}))},
                        ),
                        1,
                    ),
                    "originalUriBaseIds": of({"%SRCROOT%": of({"description": MESSAGE})}),
                    "artifacts": list_of(
                        of({"location": ARTIFACT}, {"roles": {"const": ["analysisTarget"]}})
                    ),
                    "results": list_of(SARIF_RESULT),
                    "columnKind": {"const": "unicodeCodePoints"},
                    "newlineSequences": {"const": ["\r\n", "\n", "\r"]},
                    "defaultEncoding": {"const": "utf-8"},
                    "properties": of({"process": {"type": "string"}, "suppressed": COUNT}),
                }
            ),
            1,
        ),
    }
)

LINE_AND_COLUMN = of({"line": NATURAL, "column": NATURAL})
GITLAB = list_of(
    of(
        {
            "type": {"const": "issue"},
            "check_name": TEXT,
            "description": TEXT,
            "categories": {"const": ["Style"]},
            "severity": {"enum": ["info", "minor", "major"]},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "location": of(
                {"path": TEXT, "positions": of({"begin": LINE_AND_COLUMN, "end": LINE_AND_COLUMN})}
            ),
        }
    )
)

RANGE = of({"start": LINE_AND_COLUMN, "end": LINE_AND_COLUMN})
RDJSON_SEVERITY = {"enum": ["ERROR", "WARNING", "INFO"]}
RDJSON = of(
    {
        "source": of({"name": {"const": "zeplint"}}),
        "diagnostics": list_of(
            of(
                {
                    "message": TEXT,
                    "location": of({"path": TEXT}, {"range": RANGE}),
                    "severity": RDJSON_SEVERITY,
                    "code": of({"value": TEXT}, {"url": TEXT}),
                },
                {
                    "suggestions": {
                        **list_of(of({"range": RANGE, "text": {"type": "string"}}), 1),
                        "maxItems": 1,
                    }
                },
            )
        ),
    },
    {"severity": RDJSON_SEVERITY},
)

_VALIDATORS = {
    name: jsonschema.Draft202012Validator(schema)
    for name, schema in (("sarif", SARIF), ("gitlab", GITLAB), ("rdjson", RDJSON))
}
# What XML 1.0 has no way to say; JSON says it in escapes.
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def check_json(name: str, text: str) -> Any:
    """The document, which has the form of one of the JSON formats and is one line of ASCII."""
    assert text.isascii()
    assert text.count("\n") == 1
    data = json.loads(text)
    _VALIDATORS[name].validate(data)
    return data


def check_junit(text: str) -> ElementTree.Element:
    """The document, which is XML 1.0 and counts what it holds."""
    assert text.isascii()
    root = ElementTree.fromstring(text)
    assert root.tag == "testsuites"
    assert root.attrib == {
        "name": "zeplint",
        "tests": str(len(root.findall("testsuite/testcase"))),
        "failures": str(len(root.findall("testsuite/testcase/failure"))),
        "errors": "0",
        "skipped": "0",
        "time": "0",
    }
    for suite in root:
        assert int(suite.attrib["tests"]) == len(suite.findall("testcase")) > 0
        assert int(suite.attrib["failures"]) == len(suite.findall("testcase/failure"))
    names = [suite.attrib["name"] for suite in root]
    assert len(names) == len(set(names))
    for element in root.iter():
        for value in (*element.attrib.values(), element.text or ""):
            assert not _NOT_XML.search(value)
    return root
