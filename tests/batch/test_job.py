"""`tolerance batch`: a file in, a file out, whole or not at all, taken up again where it stopped."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import tolerance_engine as te
from tests.batch.small import RULES, loaded
from tests.cli.running import ROOT, Command
from tolerance_engine.batch import job as jobs
from tolerance_engine.batch import sinks
from tolerance_engine.batch.run import CHUNK, Batch
from tolerance_engine.batch.sources import file_source
from tolerance_engine.batch.wanted import Wanted
from tolerance_engine.cli.batch import progress


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(monkeypatch, capsys)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A ruleset and a table of five rows, one of which cannot be used."""
    (tmp_path / "rules.yaml").write_text(RULES, "utf-8")
    table = {"id": list("abcde"), "gain": [False, True, None, None, False], "loss": [10, 10, 10, None, -1]}
    pq.write_table(pa.table(table), tmp_path / "in.parquet")
    return tmp_path


def test_a_result_with_its_errors_and_explanations(folder: Path, run: Command) -> None:
    """One command writes the result, the rows that cannot be used, and the verdicts of the undetermined ones."""
    done = run(
        "batch", f"{folder}/in.parquet", "-o", f"{folder}/out.parquet", "-r", f"{folder}/rules.yaml",
        "--other", "id", "--errors-to", f"{folder}/errors.csv", "--explain-to", f"{folder}/open.jsonl", "--by", "id",
        "--json",
    )  # fmt: skip
    assert done.code == 0
    told = json.loads(done.out)
    assert (told["rows"], told["decided"], told["undetermined"], told["wrong"]) == (5, 2, 2, 1)
    assert told["explained"] == 2 and len(told["groups"]) == 5
    result = pq.read_table(folder / "out.parquet")
    assert result["outcome"].to_pylist() == ["tolerated", "refused", None, None, None]
    errors = (folder / "errors.csv").read_text().splitlines()
    assert len(errors) == 2 and errors[1].startswith('5,"loss","B011"')
    lines = [json.loads(line) for line in (folder / "open.jsonl").read_text().splitlines()]
    assert [line["row"] for line in lines] == [3, 4]
    assert lines[0]["possible"] == ["tolerated", "refused"] and lines[0]["explanation"]
    assert not list(folder.glob("*.parts"))


def test_a_page_for_a_person(folder: Path, run: Command) -> None:
    """Without --json the summary is a page, in either language; columns can be chosen, mapped and prefixed."""
    given = [f"{folder}/in.parquet", "-o", f"{folder}/out.csv", "-r", f"{folder}/rules.yaml", "--other", "id"]
    more = [
        "--errors-to",
        f"{folder}/e.csv",
        "--keep",
        "id",
        "--prefix",
        "v_",
        "--give",
        "decided",
        "--quiet",
    ]
    done = run("batch", *given, *more, "--column", "gain=gain", "--lang", "en")
    assert done.code == 0 and "Undetermined" in done.out
    assert (folder / "out.csv").read_text().splitlines()[0] == '"id","v_possible","v_decided","v_error"'
    assert run("batch", *given, "--column", "gain").code == 2


def test_wrong_rows_leave_the_old_result(folder: Path, run: Command) -> None:
    """Without --errors-to one wrong row ends the run in exit code 3, and the old file is as it was."""
    (folder / "out.parquet").write_bytes(b"old")
    done = run(
        "batch",
        f"{folder}/in.parquet",
        "-o",
        f"{folder}/out.parquet",
        "-r",
        f"{folder}/rules.yaml",
        "--other",
        "id",
    )
    assert done.code == 3 and "B011" in done.err and "第 5 行" in done.err
    assert (folder / "out.parquet").read_bytes() == b"old"
    assert not list(folder.glob("*.parts"))


def test_an_input_is_never_written_over(folder: Path, run: Command) -> None:
    """The same file as input and output is refused before anything is done."""
    before = (folder / "in.parquet").read_bytes()
    done = run(
        "batch",
        f"{folder}/in.parquet",
        "-o",
        f"{folder}/in.parquet",
        "-r",
        f"{folder}/rules.yaml",
        "--other",
        "id",
    )
    assert done.code == 3 and "B012" in done.err
    assert (folder / "in.parquet").read_bytes() == before


def test_a_job_is_taken_up_where_it_stopped(tmp_path: Path) -> None:
    """Parts that are complete are not done again; the result is that of one run, from the middle of a row group."""
    rows = CHUNK * 2 + 100
    table = pa.table({"gain": pa.array([True, False, None] * (rows // 3) + [None] * (rows % 3))})
    pq.write_table(table, tmp_path / "in.parquet", row_group_size=CHUNK + 17)
    source = file_source(tmp_path / "in.parquet")
    batch = Batch(loaded(), source.schema, Wanted(("possible",)))
    job = jobs.Job(batch, source, tmp_path / "in.parquet", tmp_path / "out.parquet", part=CHUNK)

    def stop(done: int, seen: list[int] = []) -> None:  # noqa: B006
        seen.append(done)
        if sum(seen) >= 2 * CHUNK:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        jobs.run_job(job, stop)
    assert not (tmp_path / "out.parquet").exists()
    counted: list[int] = []
    finished = jobs.run_job(job, counted.append)
    assert finished.resumed == CHUNK and counted[0] == CHUNK and sum(counted) == rows
    result = pq.read_table(tmp_path / "out.parquet")
    assert result.equals(te.determine_batch(loaded(), table, give=["possible"]).cast(result.schema))
    assert finished.summary.total.rows == rows


class Terminal(io.StringIO):
    """What a person looks at."""

    def isatty(self) -> bool:
        return True


def test_progress_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A person sees how many rows are done, how fast, and how long it still takes; elsewhere there is nothing."""
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    with progress(1000, False, True) as told:
        for _ in range(10):
            time.sleep(0.12)
            told(100)
    shown = screen.getvalue()
    assert "1000/1000" in shown and "行/秒" in shown and "00:00:0" in shown
    for rows, quiet in ((1000, True), (None, False)):
        silent = Terminal()
        monkeypatch.setattr(sys, "stderr", silent)
        with progress(rows, quiet, True) as told:
            told(1)
        assert silent.getvalue() == ""


def test_columns_that_are_not_asked_are_named(folder: Path, run: Command) -> None:
    """A column that the ruleset does not ask is told on stderr, and is no error."""
    pq.write_table(pa.table({"gain": [True], "form": ["joint"]}), folder / "two.parquet")
    rules = RULES.replace("{form: joint}, ", "")
    (folder / "fewer.yaml").write_text(rules, "utf-8")
    done = run("batch", f"{folder}/two.parquet", "-o", f"{folder}/o.arrow", "-r", f"{folder}/fewer.yaml")
    assert done.code == 0 and "form" in done.err


def test_parts_of_another_run_are_dropped(tmp_path: Path) -> None:
    """Parts made from another key, or asked to be made again, are not used."""
    out = tmp_path / "out.parquet"
    for key, again, left in (("one", False, 0), ("one", False, 1), ("two", False, 0), ("two", True, 0)):
        parts = sinks.Parts(out, key, again=again)
        assert parts.done == left
        parts.add(pa.schema([]), [], lambda: {"rows": 0})


KILLED = """
import sys
from tolerance_engine.batch import job, run
job.Job.__dataclass_fields__["part"].default = run.CHUNK
job.Job.__init__.__defaults__ = (*job.Job.__init__.__defaults__[:-1], run.CHUNK)
from tolerance_engine.cli import main
sys.argv = ["tolerance", *sys.argv[1:]]
main()
"""


def test_kill_in_the_middle(tmp_path: Path) -> None:
    """kill -9 leaves the old output as it was, and the next run goes on from the parts that are complete."""
    rows = CHUNK * 12
    values = pa.array([True, False, None, None] * (rows // 4))
    names = [v.name for v in te.load_ruleset("qinghai").variables if v.fact and v.fact.type == "boolean"]
    pq.write_table(
        pa.table({names[0]: values, names[5]: values}), tmp_path / "in.parquet", row_group_size=CHUNK
    )
    out = tmp_path / "out.parquet"
    out.write_bytes(b"old")
    command = [
        sys.executable,
        "-c",
        KILLED,
        "batch",
        f"{tmp_path}/in.parquet",
        "-o",
        str(out),
        "-r",
        "qinghai",
    ]
    command += [
        "--reading",
        "weighed",
        "--give",
        "outcome",
        "--give",
        "possible",
        "--give",
        "findings",
        "--json",
    ]
    command += ["--errors-to", f"{tmp_path}/errors.csv"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    parts = tmp_path / "out.parquet.parts"
    until = time.monotonic() + 60
    while time.monotonic() < until and len(list(parts.glob("*.json"))) < 2:
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    assert process.wait(timeout=30) == -signal.SIGKILL
    assert out.read_bytes() == b"old"
    again = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=120)
    told = json.loads(again.stdout)
    assert told["resumed"] >= 2 * CHUNK and told["rows"] == rows
    result = pq.read_table(out)
    assert result.num_rows == rows
    alone = te.determine(te.load_ruleset("qinghai", reading="weighed"), {})
    assert result["possible"][2].as_py() == "|".join(alone.possible)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["errors.csv", "in.parquet", "out.parquet"]
