"""The ``datapackage.json`` of a folder: what it says, and that frictionless finds the tables to be as it says."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from govreply.dataset import FOLDERS, DatasetFormat, fingerprint
from govreply.tables.schema import DATASET_TABLES, Headers
from govreply.writers import Style
from tests.dataset.documents import FORMATS, document, file_row, place, samples, write

STRANGE = [
    document("a", "1", '=1+1,"x"\r\n\t', value=10**30, section_no=None),
    document("b", "2", "\x00🙂'=", value=None),
    {
        "files": [
            file_row("c", "0" * 64, "duplicate", duplicate_of="a"),
            file_row("d", None, "failed", error="is empty"),
        ]
    },
]


def package(folder: Path) -> dict[str, Any]:
    described: dict[str, Any] = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return described


@pytest.mark.slow
@pytest.mark.parametrize("headers", ["en", "zh"])
@pytest.mark.parametrize("bom", [True, False])
def test_frictionless_finds_the_tables_valid(tmp_path: Path, headers: Headers, bom: bool) -> None:
    frictionless = pytest.importorskip("frictionless")
    from govreply.dataset import dataset_writer

    with dataset_writer(tmp_path / "out", "csv", Style(headers, contacts=True, pages=True), bom=bom) as writer:
        for tables in (*samples(), *STRANGE):
            for name, rows in tables.items():
                writer.write(name, rows)
    report = frictionless.validate(tmp_path / "out" / "datapackage.json")
    assert report.valid, report.flatten(["name", "rowNumber", "note"])
    assert {task.name: task.stats["rows"] for task in report.tasks} == {
        name: writer.rows[name] for name in DATASET_TABLES
    }


def test_resources_describe_every_column(tmp_path: Path) -> None:
    write(tmp_path, "csv", [], Style())
    resources = {each["name"]: each for each in package(tmp_path)["resources"]}
    assert list(resources) == list(DATASET_TABLES)
    amounts = resources["amounts"]
    assert (amounts["path"], amounts["title"], amounts["encoding"]) == ("amounts.csv", "金额", "utf-8")
    fields = {field["name"]: field for field in amounts["schema"]["fields"]}
    assert fields["value"]["type"] == "number"
    assert fields["value"]["unit"] == "the unit of the currency (yuan)"
    assert fields["value"]["title"] == "数值"
    assert fields["stage"]["constraints"] == {"enum": ["done", "planned"]}
    assert all(field["description"] for field in fields.values())


def test_keys(tmp_path: Path) -> None:
    write(tmp_path, "csv", [], Style("zh"))
    schemas = {each["name"]: each["schema"] for each in package(tmp_path)["resources"]}
    assert schemas["replies"]["primaryKey"] == ["文档编号"]
    assert schemas["measures"]["primaryKey"] == ["文档编号", "措施序号"]
    to_replies = {"fields": ["文档编号"], "reference": {"resource": "replies", "fields": ["文档编号"]}}
    assert schemas["amounts"]["foreignKeys"] == [to_replies]
    assert schemas["responsibilities"]["foreignKeys"][1]["reference"]["resource"] == "measures"
    assert "foreignKeys" not in schemas["replies"]


@pytest.mark.parametrize("format_", FOLDERS)
def test_listed_files_are_there(tmp_path: Path, format_: DatasetFormat) -> None:
    write(tmp_path / "out", format_, [document("a", "1", value=10**60)])
    listed = {each["path"] for each in package(tmp_path / "out")["resources"]}
    assert {path.name for path in (tmp_path / "out").iterdir()} == {*listed, "datapackage.json"}


@pytest.mark.parametrize("format_", FOLDERS)
def test_sizes_and_hashes_are_those_of_the_files(tmp_path: Path, format_: DatasetFormat) -> None:
    write(tmp_path / "out", format_, [document("a", "1", value=10**60)])
    for resource in package(tmp_path / "out")["resources"]:
        data = (tmp_path / "out" / resource["path"]).read_bytes()
        assert (resource["bytes"], resource["hash"]) == (len(data), f"sha256:{sha256(data).hexdigest()}")


@pytest.mark.parametrize("format_", FORMATS)
def test_a_fingerprint_is_that_of_the_rows(tmp_path: Path, format_: DatasetFormat) -> None:
    path, same, other = (place(tmp_path, format_, name) for name in ("path", "same", "other"))
    for each, text in ((path, "投入5万元"), (same, "投入5万元"), (other, "投入6万元")):
        write(each, format_, [document("a", "1", text)])
    assert fingerprint(path, format_) == fingerprint(same, format_) != fingerprint(other, format_)


@pytest.mark.parametrize("format_", FORMATS)
def test_what_is_not_there_has_no_fingerprint(tmp_path: Path, format_: DatasetFormat) -> None:
    assert fingerprint(place(tmp_path, format_), format_) == ""
