"""The part of the report on many cases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

MIXES = {
    "bench": "基准自带的混合",
    "unknown-0": "全部查明",
    "unknown-10": "一成未查明",
    "unknown-50": "一半未查明",
}


def many(value: float) -> str:
    """Rows a second in millions."""
    return f"{value / 1e6:.3g}" if value >= 1e4 else f"{value / 1e6:.2g}"


def percent(value: float) -> str:
    """A share."""
    return f"{value * 100:.3g} %"


def batch_part(found: dict[str, Any]) -> str:
    """Everything measured of batches."""
    from report import table

    parts = [
        "## 很多案件\n\n"
        "Arrow 进，Arrow 出，都在内存里；一个处理器。**百万行每秒**，取中位数；“窄”是 `outcome` 和 `possible`，"
        "“宽”再加 `decided`、各维度、`applies`。结点是结论图的结点数，未决是结果未定的行所占的份额。"
    ]
    rows: list[list[object]] = [
        [
            MIXES[mix],
            f"{row['narrow']['rows']:,}",
            row["narrow"]["nodes"],
            percent(row["narrow"]["open"]),
            many(row["narrow"]["rate"]),
            many(row["narrow"]["cpu_rate"]),
            many(row["wide"]["rate"]),
        ]
        for mix, row in found["bench"].items()
    ]
    head = ["27 个事实、30 条规则", "行数", "结点", "未决", "窄", "窄，按处理器时间", "宽"]
    parts.append(table(head, rows))
    wanted = max(row["narrow"]["rate"] for row in found["bench"].values())
    parts.append(
        f"目标：端到端每秒 5 000 万行。{'达到' if wanted >= 50e6 else '**未达到**'}，最快 {many(wanted)} 百万。"
    )
    rows = [
        [
            row["ruleset"],
            row["reading"],
            percent(row["unknown"]),
            f"{row['rows']:,}",
            row["nodes"],
            percent(row["open"]),
            many(row["rate"]),
            many(row["wide"]),
            _met(row),
        ]
        for row in found["shipped"]
    ]
    head = ["规则集", "口径", "隐去", "行数", "结点", "未决", "窄", "宽", "目标"]
    parts.append(
        "### 两地规则，事实层次\n\n随机的行，去掉与规则的前提矛盾的。目标：总不低于每秒 100 万行；未决不到百分之一时不低于 1 000 万。\n\n"
        + table(head, rows, left=2)
    )
    waits = "；".join(
        f"{row['ruleset']} {row['rows']:,} 行，每秒 {row['rate']:,.0f} 行" for row in found["missing"]
    )
    parts.append(
        f"`missing` 另算，只为未决的行，综合研判，一成未查明：{waits}。留下同样问题的行只算一次，行越多越快。"
    )
    parts.append(_growth(found))
    parts.append(_processes(found["processes"]))
    bounds = "；".join(f"`{row['where']}` {percent(row['share'])}" for row in found["profile"])
    parts.append(f"### 瓶颈\n\n窄的结果，一成未查明，按函数自身耗时（cProfile）：{bounds}。")
    if found["peers"]:
        parts.append(_peers(found, table))
    return "\n\n".join(parts)


def elsewhere_part(found: dict[str, Any]) -> str:
    """The same rows where they lie: in DuckDB, in Spark, and asked by SQL."""
    from report import table

    measured = [row for row in found["rows"] if "rate" in row]
    base = {row["ruleset"]: row["rate"] for row in measured if row["way"] == "Arrow"}
    rows: list[list[object]] = [
        [
            row["way"],
            row["ruleset"],
            f"{row['rows']:,}",
            many(row["rate"]),
            f"{row['rate'] / base[row['ruleset']]:.2g}",
        ]
        for row in measured
    ]
    head = ["案件在哪里", "规则集", "行数", "百万行每秒", "Arrow 的几倍"]
    absent = sorted({f"{row['way']}（{row['absent']}）" for row in found["rows"] if "absent" in row})
    text = (
        "## 案件在别处\n\n"
        f"同样的行，综合研判，{percent(found['unknown'])} 未查明，窄的结果；从数据所在的地方取出、判完、交回都算在内。"
        "DuckDB 和 SQLite 各用一个线程；Spark 在本机，两个工作线程。\n\n" + table(head, rows, left=2)
    )
    return text + (f"\n\n没有测成：{'；'.join(absent)}。" if absent else "")


def _met(row: dict[str, Any]) -> str:
    target = 10e6 if row["open"] < 0.01 else 1e6
    return "达到" if row["rate"] >= target else "**未达到**"


def _growth(found: dict[str, Any]) -> str:
    from plot import drawing
    from report import table

    cases = [(row["rows"], row["rate"]) for row in found["cases"]]
    rules = [(row["clauses"], row["rate"]) for row in found["clauses"] if "rate" in row]
    svg = drawing([("行数", "行", "行/秒", cases), ("条款数", "条款", "行/秒", rules)])
    (Path(__file__).parent / "growth.svg").write_text(svg, encoding="utf-8")
    head = ["行数", "秒", "百万行每秒", "进程内存峰值 MB"]
    rows = [
        [f"{r['rows']:,}", f"{r['seconds']:.3g}", many(r["rate"]), f"{r['peak_mb']:.0f}"]
        for r in found["cases"]
    ]
    text = "### 越来越多\n\n![每秒行数随行数和条款数的变化](growth.svg)\n\n行是一段一段生成的，不存；窄的结果，一成未查明。\n\n"
    text += table(head, rows)
    head = ["事实", "条款", "编译秒", "结点", "未决", "百万行每秒"]
    lines: list[list[object]] = [
        [r["facts"], r["clauses"], f"{r['compile_s']:.2g}", r["nodes"], percent(r["open"]), many(r["rate"])]
        if "rate" in r
        else [r["facts"], r["clauses"], "—", r["absent"], "—", "—"]
        for r in found["clauses"]
    ]
    return (
        text
        + "\n\n按种子生成的规则集：事实五个一组，一条款问相邻两组里的五个，每十条有一个计数。\n\n"
        + table(head, lines)
    )


def _processes(found: dict[str, float]) -> str:
    names = {
        "one": "一个进程",
        "two threads": "两个线程",
        "two processes": "两个进程，各读一半文件，结果不传回",
    }
    said = "；".join(f"{names[name]} {many(rate)}" for name, rate in found.items())
    return f"### 两个处理器\n\n百万行每秒：{said}。引擎自己只用一个：要传回结果，或者机器忙，得不偿失。"


def _peers(found: dict[str, Any], table: Any) -> str:
    bench = found["bench"].get("bench") or found["bench"]["unknown-10"]
    ours = bench["narrow"]["rate"]
    rows: list[tuple[float, list[object]]] = [
        (ours, ["**本引擎，窄**", f"{bench['narrow']['rows']:,}", many(ours), many(ours), "1", "—"]),
        (bench["wide"]["rate"], ["**本引擎，宽**", f"{bench['wide']['rows']:,}", many(bench["wide"]["rate"]), many(bench["wide"]["rate"]), f"{bench['wide']['rate'] / ours:.2g}", "—"]),
    ]  # fmt: skip
    for peer in found["peers"]:
        if "told" in peer:
            told = peer["told"]
            whole = told["cases_per_s_with_prep"]
            cells = [many(told["cases_per_s"]), many(whole), f"{whole / ours:.2g}", told["mismatches"]]
            rows.append((whole, [peer["name"], f"{peer['rows']:,}", *cells]))
    rows.sort(key=lambda pair: -pair[0])
    head = ["引擎", "行数", "百万行每秒", "连同准备", "本引擎（窄）的几倍", "与参照不同"]
    note = (
        "同一台机器、同一次运行，基准自带的混合。各引擎从自己的输入形式起，填同一份结果（结论、成立的规则、认定、起决定作用的未知事实）；"
        "“连同准备”把普通的列变成那种形式也算在内。本引擎从 Arrow 列起；窄只给结论和可能的结果，宽再给认定和依据的条款，"
        "起决定作用的未知事实（`missing`）逐行另算，两者都不含。"
    )
    absent = [f"{peer['name']}（{peer['absent']}）" for peer in found["peers"] if "absent" in peer]
    text = f"### 与别的引擎相比\n\n{note}\n\n" + table(head, [row for _, row in rows])
    return text + (f"\n\n没有测成：{'；'.join(absent)}。" if absent else "")
