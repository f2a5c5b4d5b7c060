"""A rule file as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill, indent

from zeplint.explain.parts import WIDTH, Data, conditions_of, fix_of, level_of, origin_of, shown, toml_of
from zeplint.process import Process


def text_page(page: Data, process: Process) -> str:
    """A rule file as text for a terminal of 80 columns."""
    parts = [f"{page['code']} {page['name']} ({level_of(page)})", page["summary"], ""]
    parts += [fill(" ".join(paragraph.split()), WIDTH) + "\n" for paragraph in page["why"].split("\n\n")]
    for source in page["sources"]:
        where = origin_of(source, process)
        if "quote" in source:
            quote = " ".join(source["quote"].split())
            parts += [f"{where}:", fill(f'"{quote}"', WIDTH, initial_indent="  ", subsequent_indent="  "), ""]
        else:
            parts += [fill(where, WIDTH), ""]
    if kinds := fix_of(page):
        parts += [fill(f"Fix, where there is one: {kinds.replace('`', '')}", WIDTH), ""]
    for name, meaning in page.get("options", {}).items():
        default = toml_of(page["with"][name])
        choices = page.get("choices", {}).get(name)
        values = f" ({', '.join(choices)})" if choices else ""
        default = f"; default {default}" if len(default) < WIDTH else ""
        said = f"Parameter {name}: {meaning}{values}{default}"
        parts += [fill(said, WIDTH, subsequent_indent="  "), ""]
    for example in page["examples"]:
        parts.append(f"Example: {example['title']}")
        parts += [f"  with {condition}" for condition in conditions_of(example)]
        for path, content in example.get("base", {}).items():
            parts += _file(f"before, {shown(path)}", content)
        for path, content in example["files"].items():
            parts += _file(shown(path), content)
        parts += [f"  reports {report}" for report in example["reports"]] or ["  reports nothing"]
        for path, content in example.get("fixed", {}).items():
            parts += _file(f"fixed, {shown(path)}", content)
        parts.append("")
    return "\n".join(parts)


def _file(title: str, content: str | bytes) -> Iterator[str]:
    yield f"  {title}"
    yield indent(shown(content).rstrip("\n"), "    | ", lambda line: True)
