"""``zeplint config``: print what is in force."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from textwrap import fill

from zeplint.arguments import Parser
from zeplint.config.membership import Fact, membership
from zeplint.config.values import Origin, Value, values
from zeplint.config.verdict import Verdict, off, selection, verdict
from zeplint.options import words_of
from zeplint.report.safe import escape_controls, json_text
from zeplint.rulebook import AUTO, Rule
from zeplint.session import Job, Request, RunError, prepare
from zeplint.settings import schema_text
from zeplint.tree import relative_to

FORMATS = ("text", "json")
VERSION = 1
WIDTH = 80

DESCRIPTION = """\
Show the settings that are in force, each with where it comes from: the line of a
settings file, an option, or a default. With --why, say what a file is taken for and
why, which rules do not look at it and, for one rule, what decided whether it does and
how grave its findings are.
"""


def main(
    arguments: Sequence[str],
    environ: Mapping[str, str],
    working_directory: str,
    *,
    write: Callable[[str], None],
) -> int:
    """Run the command; `write` takes what goes to standard output. Raises `RunError` and `SettingsError`."""
    parser = Parser(prog="zeplint config", description=DESCRIPTION)
    parser.add_argument(
        "where", metavar="PATH", nargs="?", default=".", help="where the settings hold (default: .)"
    )
    parser.add_argument("rule", metavar="CODE | NAME", nargs="?", help="with --why: a rule")
    parser.add_argument("--why", action="store_true", help="say why the file PATH is a proposal or not")
    parser.add_argument(
        "--schema", action="store_true", help="print the JSON schema of the settings, for editors"
    )
    parser.add_argument("--output-format", choices=FORMATS, default=FORMATS[0], help="(default: %(default)s)")
    for name, metavar in (
        ("--select", "RULES"),
        ("--extend-select", "RULES"),
        ("--ignore", "RULES"),
        ("--process", "auto|NAME|FILE"),
        ("--config", "FILE"),
        ("--zeps", "DIR"),
        ("--fail-on", "SEVERITY"),
    ):
        parser.add_argument(name, metavar=metavar, help="as for a check")
    parser.add_argument("--isolated", action="store_true", help="as for a check")
    options = parser.parse_args(arguments)
    if options.schema:
        write(schema_text())
        return 0
    if options.rule is not None and not options.why:
        parser.error(f"a rule is asked about with --why: zeplint config --why {options.where} {options.rule}")
    request = Request(
        paths=(options.where,),
        select=tuple(words_of(options.select)) if options.select is not None else None,
        extend_select=tuple(words_of(options.extend_select or "")),
        ignore=tuple(words_of(options.ignore or "")),
        process=options.process,
        config=options.config,
        isolated=options.isolated,
        zeps=options.zeps,
        fail_on=options.fail_on,
    )
    plan = prepare(request, environ, working_directory)
    (job,) = plan.jobs
    if not options.why:
        shown = _values_json if options.output_format == "json" else _values_text
        write(_safe(shown(job, request, working_directory)))
        return 0
    full = os.path.normpath(os.path.join(working_directory, options.where))
    if not os.path.isfile(full):
        raise RunError(f"--why: no such file: {options.where}")
    path = os.path.relpath(full, job.tree.root).replace(os.sep, "/")
    rule = job.rulebook.find(options.rule) if options.rule is not None else None
    if options.rule is not None and rule is None:
        raise RunError(job.rulebook.unknown(options.rule))
    if options.output_format == "json":
        write(json_text(_why_json(job, request, path, rule), indent=2))
    else:
        write(_safe("\n".join(_why_text(job, request, path, rule)) + "\n"))
    return 0


def _safe(text: str) -> str:
    return "\n".join(map(escape_controls, text.split("\n")))


# The settings


def _process_words(job: Job, request: Request) -> tuple[str, str]:
    """The name of the process, and how it came to be that."""
    name = job.collection.process.name
    wanted = request.process or job.settings.process or AUTO
    if wanted == AUTO:
        return name, "auto: its file names fit most of the collection"
    return name, wanted if wanted != name else ""


def _values_text(job: Job, request: Request, working_directory: str) -> str:
    settings = job.settings.path or "none"
    name, how = _process_words(job, request)
    chosen = _on(job, request)
    rows = [
        ("root", relative_to(job.tree.root, working_directory), ""),
        ("settings", settings, ""),
        ("process", f"{name} ({how})" if how else name, ""),
        ("rules", f"{len(chosen)} of {len(list(job.rulebook))} are on", ""),
    ]
    width = max(len(label) for label, _, _ in rows)
    lines = [f"{label:{width}}  {value}" for label, value, _ in rows]
    table = [
        (".".join(_key(part) for part in one.key), _toml(one.value), one.origin.shown)
        for one in values(job, request)
    ]
    first = max(len(key) for key, _, _ in table)
    second = min(40, max(len(value) for _, value, _ in table))
    lines.append("")
    lines += [f"{key:{first}}  {value:{second}}  {origin}" for key, value, origin in table]
    return "\n".join(lines) + "\n"


def _values_json(job: Job, request: Request, working_directory: str) -> str:
    chosen = set(_on(job, request))
    data = {
        "version": VERSION,
        "root": relative_to(job.tree.root, working_directory),
        "settings": job.settings.path,
        "process": job.collection.process.name,
        "values": [_value(one) for one in values(job, request)],
        "rules": {
            "on": [rule.code for rule in job.rulebook if rule.code in chosen],
            "off": [rule.code for rule in job.rulebook if rule.code not in chosen],
        },
    }
    return json_text(data, indent=2)


def _on(job: Job, request: Request) -> list[str]:
    decide = selection(job, request).decide
    return [rule.code for rule in job.rulebook if decide(rule).on]


def _value(one: Value) -> dict[str, object]:
    return {"key": list(one.key), "value": one.value, "origin": _origin(one.origin)}


def _origin(origin: Origin | None) -> dict[str, object] | None:
    if origin is None:
        return None
    return {
        "kind": origin.kind,
        "path": origin.path or None,
        "line": origin.line or None,
        "option": origin.name or None,
    }


def _key(part: str) -> str:
    return part if part.replace("-", "").replace("_", "").isalnum() else json.dumps(part, ensure_ascii=False)


def _toml(value: object) -> str:
    """A value as TOML has it; one that is not set as a dash."""
    if value is None or value == []:
        return "-" if value is None else "[]"
    if isinstance(value, dict):
        return (
            "{" + ", ".join(f"{_key(key)} = {_toml(inner)}" for key, inner in value.items()) + "}"
            if value
            else "-"
        )
    return json.dumps(value, ensure_ascii=False)


# Why


def _why_text(job: Job, request: Request, path: str, rule: Rule | None) -> Iterator[str]:
    shown = job.tree.show(path)
    if rule is None:
        found = membership(job, path)
        yield f"{shown}: {found.words} ({job.collection.process.name})"
        yield from _facts(found.facts)
        without = off(job, request, path)
        total = len(list(job.rulebook))
        yield ""
        yield f"{total - len(without)} of {total} rules look at it. These do not:"
        reasons: dict[str, list[str]] = {}
        for code, one in without.items():
            reasons.setdefault(_reason(one), []).append(code)
        for reason, codes in reasons.items():
            yield f"  {reason}"
            yield fill(", ".join(codes), WIDTH, initial_indent="    ", subsequent_indent="    ")
        return
    decided = verdict(job, request, rule, path)
    says = f"looks at it, {decided.severity}" if decided.looks else "reports nothing in it"
    yield f"{rule.code} {rule.name}, {shown}: {says}"
    yield from _facts(decided.facts)


def _facts(facts: Sequence[Fact]) -> Iterator[str]:
    width = max(len(fact.about) for fact in facts)
    for fact in facts:
        where = f" ({fact.origin.shown})" if fact.origin else ""
        yield f"  {fact.about:{width}}  {fact.says}{where}"


def _reason(one: Verdict) -> str:
    """The first fact that keeps a rule from looking at a file."""
    fact = next(fact for fact in one.facts if fact.stops)
    where = f" ({fact.origin.shown})" if fact.origin else ""
    return f"{fact.about}: {fact.says}{where}"


def _why_json(job: Job, request: Request, path: str, rule: Rule | None) -> dict[str, object]:
    found = membership(job, path)
    data: dict[str, object] = {
        "version": VERSION,
        "path": job.tree.show(path),
        "process": job.collection.process.name,
        "kind": found.kind,
        "linted": found.linted,
        "facts": [_fact(fact) for fact in found.facts],
    }
    if rule is not None:
        decided = verdict(job, request, rule, path)
        data["rule"] = {
            "code": rule.code,
            "name": rule.name,
            "looks": decided.looks,
            "severity": decided.severity,
            "facts": [_fact(fact) for fact in decided.facts],
        }
    else:
        data["rules-off"] = list(off(job, request, path))
    return data


def _fact(fact: Fact) -> dict[str, object]:
    return {"about": fact.about, "says": fact.says, "origin": _origin(fact.origin)}
