"""What cannot be used: columns before a row is read, rows all together or in a column, never in silence."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import tolerance_engine as te
from tests.batch.small import loaded


def codes(error: pytest.ExceptionInfo[te.BatchError]) -> list[str]:
    return [diagnostic.code for diagnostic in error.value.diagnostics]


@pytest.mark.parametrize(
    ("columns", "options", "code", "said"),
    [
        pytest.param({"gian": [True]}, {}, "B004", "gian", id="a column nobody knows"),
        pytest.param({"gain": ["yes"]}, {}, "B006", "gain", id="text for a boolean"),
        pytest.param({"gain": [1]}, {}, "B006", "int64", id="number for a boolean"),
        pytest.param({"loss": [True]}, {}, "B006", "loss", id="boolean for a number"),
        pytest.param({"form": [1]}, {}, "B006", "form", id="number for a choice"),
        pytest.param({"done": [1.5]}, {}, "B006", "done", id="number for a date"),
        pytest.param({"care": [True]}, {}, "B006", "care", id="boolean for a dimension"),
        pytest.param({"gain": [{"a": 1}]}, {}, "B006", "gain", id="struct"),
        pytest.param(
            {"gain": [True]}, {"columns": {"loss": "cost"}}, "B003", "cost", id="mapped to no column"
        ),
        pytest.param({"x": [True]}, {"columns": {"gian": "x"}}, "B004", "gian", id="mapped from no name"),
        pytest.param({"x": [1]}, {"columns": {"loss": "x", "people": "x"}}, "B003", "x", id="mapped twice"),
        pytest.param({"gain": [True]}, {"other": ["id"]}, "B003", "id", id="other that is not there"),
        pytest.param({"gain": [True]}, {"keep": ["id"]}, "B003", "id", id="keep that is not there"),
        pytest.param({"gain": [True], "outcome": [1]}, {"other": ["outcome"]}, "B005", "outcome", id="clash"),
        pytest.param({"gain": [True]}, {"give": ["verdict"]}, "B007", "verdict", id="part there is not"),
        pytest.param({"gain": [True]}, {"errors": "skip"}, "B007", "skip", id="way there is not"),
        pytest.param({"gain": [True]}, {"keep": "gain"}, "B007", "keep", id="text for a list"),
    ],
)
def test_columns_that_cannot_be_used(
    columns: dict[str, Any], options: dict[str, Any], code: str, said: str
) -> None:
    """A wrong column ends the batch before a row is read, and is named with what to do."""
    with pytest.raises(te.BatchError) as error:
        te.determine_batch(loaded(), pa.table(columns), **options)
    assert codes(error) == [code]
    message = error.value.diagnostics[0]
    assert said in message.message.zh and said in message.message.en
    assert error.value.wrong_rows == 0


def test_all_wrong_columns_are_reported_together() -> None:
    """Three wrong columns are three diagnostics of one error, with the nearest names."""
    with pytest.raises(te.BatchError) as error:
        te.determine_batch(loaded(), pa.table({"gian": [True], "los": [1], "form": [True]}))
    assert codes(error) == ["B004", "B004", "B006"]
    helps = [d.help.zh for d in error.value.diagnostics if d.help]
    assert "`gain`" in helps[0] and "`loss`" in helps[1]


def test_two_columns_of_one_name() -> None:
    """Which of two columns is meant cannot be known."""
    twice = pa.Table.from_arrays([pa.array([True]), pa.array([False])], names=["gain", "gain"])
    with pytest.raises(te.BatchError) as error:
        te.determine_batch(loaded(), twice)
    assert "B002" in codes(error)


def test_no_row_is_read_before_the_columns_are_right() -> None:
    """A reader with a wrong column is not asked for a single block."""

    def blocks() -> Any:
        raise AssertionError("a block was read")
        yield

    reader = pa.RecordBatchReader.from_batches(pa.schema([("gian", pa.bool_())]), blocks())
    with pytest.raises(te.BatchError):
        te.determine_batch(loaded(), reader)


WRONG = [
    pytest.param("loss", pa.array([10, -1]), id="below the least"),
    pytest.param("people", pa.array([10, 101]), id="above the most"),
    pytest.param("people", pa.array([10.0, 1.5]), id="not whole"),
    pytest.param("people", pa.array([Decimal("10.0"), Decimal("1.5")]), id="not whole, decimal"),
    pytest.param("loss", pa.array([10.0, float("nan")]), id="not a number"),
    pytest.param("loss", pa.array([10.0, float("inf")]), id="infinite"),
    pytest.param("loss", pa.array([10.0, 1e30]), id="too many digits"),
    pytest.param("loss", pa.array([10.0, 1.2345678901234567e-20]), id="too many digits after the point"),
    pytest.param("loss", pa.array(["10", "ten"]), id="text that is no number"),
    pytest.param("form", pa.array(["joint", "jiont"]), id="unknown choice"),
    pytest.param("form", pa.array([str(i) for i in range(40)]), id="many unknown choices"),
    pytest.param("form", pa.array([["joint", "alone"], ["joint", "x"]]), id="unknown choice in a list"),
    pytest.param("form", pa.array([["joint", "alone"], ["joint", None]]), id="open value in a list"),
    pytest.param("care", pa.array(["favourable", "good"]), id="unknown finding"),
    pytest.param("done", pa.array(["2020-01-01", "2020-1-1"]), id="text that is no date"),
    pytest.param("done", pa.array([datetime(2020, 1, 1), datetime(2020, 1, 1, 8)]), id="time of day"),
    pytest.param("done", pa.array([0, 10_000_000], pa.int32()).cast(pa.date32()), id="beyond the calendar"),
]


@pytest.mark.parametrize(("name", "column"), WRONG)
def test_rows_that_cannot_be_used(name: str, column: pa.Array) -> None:
    """A wrong value is told with its row and column; with a column of errors the other rows are decided."""
    table = pa.table({name: column})
    with pytest.raises(te.BatchError) as error:
        te.determine_batch(loaded(), table)
    assert codes(error)[:2] == ["B010", "B011"]
    assert f"`{name}`" in error.value.diagnostics[-1].message.zh
    result = te.determine_batch(loaded(), table, errors="column", keep=()).to_pylist()
    assert len(result) == len(column)
    assert result[1]["error"].startswith("B011")
    assert result[1]["outcome"] is None and result[1]["possible"] is None and result[1]["decided"] is None
    if len(column) == 2:
        assert error.value.wrong_rows == 1
        assert result[0]["error"] is None and result[0]["possible"] is not None


def test_single_refuses_the_same_values() -> None:
    """What the batch refuses `determine` refuses too, but for lists and times of day, which a case cannot hold."""
    for parameter in WRONG:
        given: Any = parameter.values
        name, column = given
        value = column[1].as_py() if name != "done" or pa.types.is_string(column.type) else None
        if value is None or isinstance(value, list | datetime | date):
            continue
        part = "findings" if name == "care" else "facts"
        with pytest.raises(te.CaseError):
            te.determine(loaded(), {part: {name: value}})


def test_a_row_that_contradicts_itself() -> None:
    """A contradiction is told with the smallest set that clashes, and never becomes a verdict."""
    table = pa.table({"gain": [False, False], "people": [60, 10], "loss": [1, 1]})
    with pytest.raises(te.BatchError) as error:
        te.determine_batch(loaded(), table)
    assert codes(error) == ["B010", "K020"]
    assert "people" in error.value.diagnostics[1].message.zh
    assert "loss" not in error.value.diagnostics[1].message.zh
    result = te.determine_batch(loaded(), table, errors="column")
    assert result["outcome"].to_pylist() == [None, "tolerated"]
    assert result["error"].to_pylist()[0].startswith("K020")


def test_dates_that_contradict_what_is_stated() -> None:
    """A derived fact that is stated against both its dates cannot be."""
    table = pa.table({"done": [date(2020, 1, 3)], "due": [date(2020, 1, 1)], "in_time": [True]})
    assert te.batch_errors(loaded(), table)["code"].to_pylist() == ["K020"]


def test_the_table_of_errors() -> None:
    """Every wrong row is listed once for each reason, in order, counted from 0."""
    table = pa.table({"loss": [1, -1, 1, -2], "form": ["x", "joint", None, "y"], "id": [1, 2, 3, 4]})
    errors = te.batch_errors(loaded(), table, other=["id"])
    assert errors.column_names == ["row", "column", "code", "message"]
    found = list(zip(errors["row"].to_pylist(), errors["column"].to_pylist(), strict=True))
    assert found == [(0, "form"), (1, "loss"), (3, "loss"), (3, "form")]


def test_many_wrong_rows_are_counted_and_the_first_are_shown() -> None:
    """Thousands of wrong rows make one readable error."""
    table = pa.table({"loss": [-1] * 5_000})
    with pytest.raises(te.BatchError) as error:
        te.determine_batch(loaded(), table)
    assert error.value.wrong_rows == 5_000
    assert len(error.value.diagnostics) == 21


@pytest.mark.parametrize("name", ["nowhere.parquet", "table.xlsx", "bad.parquet", "gbk.csv", "bad.jsonl"])
def test_files_that_cannot_be_read(name: str, tmp_path: Path) -> None:
    """A file that is not there, is of another kind, or is not what its name says is named in the error."""
    path = tmp_path / name
    if name != "nowhere.parquet":
        path.write_bytes("gain\n是\n".encode("gbk") if name == "gbk.csv" else b"[1]\n")
    with pytest.raises(te.BatchError) as error:
        te.determine_batch(loaded(), path, errors="column").read_all()
    assert codes(error) in (["B008"], ["B009"])
    assert name in str(error.value)


def test_a_reader_raises_at_its_end() -> None:
    """The stream of results ends in the error, with every wrong row of the whole stream counted."""
    blocks = [
        pa.record_batch({"loss": [value] * count}) for value, count in ((1, 70_000), (-1, 500), (1, 70_000))
    ]
    reader = te.determine_batch(loaded(), pa.RecordBatchReader.from_batches(blocks[0].schema, blocks))
    with pytest.raises(te.BatchError) as error:
        reader.read_all()
    assert error.value.wrong_rows == 500


def test_what_is_no_table() -> None:
    """Anything else than a table is refused by its kind."""
    with pytest.raises(te.BatchError) as error:
        te.determine_batch(loaded(), [{"gain": True}])
    assert codes(error) == ["B008"]


def test_a_row_that_is_not_there() -> None:
    """A verdict is asked for a row past the end."""
    with pytest.raises(te.BatchError) as error:
        te.batch_verdicts(loaded(), pa.table({"gain": [True]}), [3])
    assert codes(error) == ["B003"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """A result is not worked out when it cannot be written."""
    with pytest.raises(te.BatchError) as error:
        te.determine_batch(loaded(), pa.table({"gain": [True]}), out=tmp_path / "no" / "out.parquet")
    assert codes(error) == ["B012"]


def test_without_pyarrow() -> None:
    """Where pyarrow is not installed the rest works, and the batch says what to install."""
    code = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "import tolerance_engine as te\n"
        "r = te.load_ruleset('qinghai'); te.determine(r, {})\n"
        "try: te.determine_batch(r, None)\n"
        "except te.BatchError as e: print(e.diagnostics[0].code, e)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout.startswith("B001")
    assert "tolerance-engine[batch]" in run.stdout
