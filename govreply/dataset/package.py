"""``datapackage.json``: what a folder's tables are, for people and programs (Data Package v1, https://specs.frictionlessdata.io)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import file_digest
from pathlib import Path
from typing import Any, get_args

from govreply.dataset.keys import PRIMARY_KEYS, references
from govreply.dataset.staging import MANIFEST
from govreply.models import Modifier, Stage
from govreply.tables.schema import Column
from govreply.writers import Style

NAME = "govreply-dataset"
"""``name`` of every package of ours, by which it is known."""

_TYPES = {"text": "string", "integer": "integer", "number": "number"}
_ALLOWED = {"stage": get_args(Stage), "modifier": get_args(Modifier)}
_LEAST = {"start": 0, "end": 0, "bytes": 0, "seconds": 0, "page": 1}


def describe(folder: Path, style: Style, format_: str, tables: Sequence[str]) -> list[str]:
    """Write the ``datapackage.json`` of ``tables``, each in ``TABLE.FORMAT`` in ``folder`` and complete.

    Returns the names of all files, its own last. It has the size and the SHA-256 of each of the others. Raises OSError.
    """
    described = {
        "profile": "tabular-data-package" if format_ == "csv" else "data-package",
        "name": NAME,
        "title": "Chinese government replies to suggestions and proposals, as tables (建议提案答复数据集)",
        "description": "Made by govreply. One row is one observation; numbers are exact, start and end are offsets in"
        " code points into the text of the document.",
        "resources": [_resource(folder, style, format_, name) for name in tables],
    }
    text = json.dumps(described, ensure_ascii=False, indent=2) + "\n"
    (folder / MANIFEST).write_text(text, "utf-8", newline="\n")
    return [*(f"{name}.{format_}" for name in tables), MANIFEST]


def digest(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal digits. Raises OSError."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def listed_files(path: Path) -> list[str]:
    """The paths of the files that the package at ``path`` lists; none where there is no package of ours."""
    try:
        described: Any = json.loads(path.read_text("utf-8"))
        if described["name"] != NAME:
            return []
        return [str(resource["path"]) for resource in described["resources"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _resource(folder: Path, style: Style, format_: str, name: str) -> dict[str, Any]:
    table = style.tables[name]
    file = folder / f"{name}.{format_}"
    resource: dict[str, Any] = {
        "profile": "tabular-data-resource" if format_ == "csv" else "data-resource",
        "name": name,
        "path": file.name,
        "title": table.label,
        "description": f"a row is {table.description}",
        "format": format_,
        "bytes": file.stat().st_size,
        "hash": f"sha256:{digest(file)}",
    }
    if format_ == "csv":
        resource["encoding"] = "utf-8"
        resource["mediatype"] = "text/csv"
        resource["dialect"] = {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True}
    elif format_ == "jsonl":
        resource["encoding"] = "utf-8"
    resource["schema"] = _schema(style, name)
    return resource


def _schema(style: Style, name: str) -> dict[str, Any]:
    """The columns under the names that they have in the file, and the keys that hold for every row.

    A reference of several columns of which one may be empty cannot be said: a tool would look for the empty cell.
    """
    headers = {each: {c.name: c.header(style.headers) for c in style.columns(each)} for each in style.tables}
    own = headers[name]
    key = PRIMARY_KEYS.get(name, ())
    schema: dict[str, Any] = {
        "fields": [_field(column, style, column.name in key and name != "files") for column in style.columns(name)],
        "missingValues": [""],
    }
    if key:
        schema["primaryKey"] = [own[each] for each in key]
    foreign = [
        {
            "fields": [own[each] for each in reference.columns],
            "reference": {
                "resource": "" if reference.table == name else reference.table,
                "fields": [headers[reference.table][each] for each in reference.to],
            },
        }
        for reference in references(name, headers)
        if reference.always
    ]
    if foreign:
        schema["foreignKeys"] = foreign
    return schema


def _field(column: Column, style: Style, required: bool) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.header(style.headers),
        "type": _TYPES[column.type],
        "title": column.name if style.headers == "zh" else column.label,
        "description": column.description,
    }
    if column.unit:
        field["unit"] = column.unit
    constraints: dict[str, Any] = {"required": True} if required else {}
    if column.name in _ALLOWED:
        constraints["enum"] = list(_ALLOWED[column.name])
    least = 1 if column.name.endswith("_no") and column.type == "integer" else _LEAST.get(column.name)
    if least is not None:
        constraints["minimum"] = least
    if constraints:
        field["constraints"] = constraints
    return field
