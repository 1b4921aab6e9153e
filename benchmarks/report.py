"""Report: the raw numbers as RESULTS.md. Nothing is written here that was not measured."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

IMPORT_MS, COMPILE_MS, VERDICT_US, HALF_OPEN_US, EXPLAINED_US = 150, 300, 10, 200, 80
"""The targets of the design, section 7."""

MIXES = {
    "bench": "基准自带的混合",
    "unknown-0": "全部查明",
    "unknown-10": "一成未查明",
    "unknown-50": "一半未查明",
}
LEVELS = {"findings": "认定", "facts": "事实"}
CALLS = {
    "case": "结论，案件已备好",
    "dict": "结论，从普通字典起",
    "explanation": "全部理由",
    "missing": "还缺什么",
    "witnesses": "两种可能的走向",
    "json": "整份 JSON",
    "verdict": "结论",
}
ORDERS = {"shipped": "随规则发布的次序", "force": "FORCE", "reversed": "倒过来", "searched": "局部搜索所得"}


def render(results: dict[str, Any]) -> str:
    """The whole page."""
    parts = [_head(results)]
    for name, make in PARTS.items():
        if results.get(name):
            parts.append(make(results[name], results))
    return "\n\n".join(parts) + "\n"


def table(head: Sequence[str], rows: Sequence[Sequence[object]], left: int = 1) -> str:
    """A markdown table; the first `left` columns are text, the others numbers."""
    rule = ["---"] * left + ["---:"] * (len(head) - left)
    lines = [head, rule, *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def us(value: float | None) -> str:
    """Microseconds, or milliseconds where they are many."""
    if value is None:
        return "—"
    if value >= 10_000:
        return f"{value / 1e3:.3g} ms"
    return f"{value:.3g}" if value < 1000 else f"{value:.0f}"


def times(value: float | None) -> str:
    """A ratio."""
    return "—" if value is None else f"{value:.3g}"


def met(value: float, target: float, unit: str) -> str:
    """A target and whether it was reached."""
    return f"不超过 {target:g} {unit}：{'达到' if value <= target else '**未达到**'}"


def percent(value: float) -> str:
    """A share."""
    return f"{value * 100:.3g} %"


def _head(results: dict[str, Any]) -> str:
    machine, run = results["machine"], results["run"]
    command = (
        "python benchmarks/run.py"
        + (" --bench …" if run["bench"] else "")
        + (" --quick" if run["quick"] else "")
    )
    lines = [
        "# 测速结果",
        "",
        "由 `benchmarks/run.py` 生成，不要手改。没有测过的数字这里不写。",
        "",
        f"- 日期：{results['date']}；命令：`{command}`",
        f"- 机器：{machine['cpus']} 个处理器核心，{machine['system']} {machine['architecture']}，{machine['python']}；"
        f"一分钟平均负载，开始 {machine['load']:.1f}，结束 {machine.get('load_after', machine['load']):.1f}",
        "- 每一节都在新进程里测。单次调用逐次计时，减去计时器本身的耗时；取中位数（p50）和第 99 百分位数（p99），"
        "再取多遍的中位数。时间单位除另注明外都是微秒。",
        "- 机器是共用的，绝对时间会晃动；倍数是同一进程里交替测得的，更可信。相差不到一半的，当作没有差别。",
    ]
    older = sorted({when for when in results["measured"].values() if when != results["date"]})
    for when in older:
        names = "、".join(name for name, at in results["measured"].items() if at == when)
        lines.append(f"- **不是这一次测的**（{when}）：{names}。")
    if run["quick"]:
        lines.append("- **这是 `--quick` 的结果，案件只有十分之一，只用来看能不能跑通。**")
    return "\n".join(lines)


def _targets(_: Any, results: dict[str, Any]) -> str:
    """Every target of the design that was measured in this run."""
    rows: list[list[object]] = []
    if imports := results.get("imports"):
        wall = imports["tolerance_engine"]["wall_ms"]
        rows.append(["`import tolerance_engine`", f"{wall:.0f} ms", met(wall, IMPORT_MS, "ms")])
    for name, load in (results.get("loads") or {}).items():
        if name != "tolerance27":
            rows.append(
                [f"编译 {name}", f"{load['compile_ms']:.0f} ms", met(load["compile_ms"], COMPILE_MS, "ms")]
            )
    for mix, row in (results.get("single") or {}).items():
        if mix == "profiles":
            continue
        limit = HALF_OPEN_US if mix == "unknown-50" else VERDICT_US
        for form in ("case", "dict"):
            p50 = row[form]["p50_us"]
            rows.append([f"{CALLS[form]}，{MIXES[mix]}", f"{us(p50)} µs", met(p50, limit, "µs")])
        if mix != "unknown-50":
            p50 = row["explanation"]["p50_us"]
            label = f"全部理由（{row['nodes']:.0f} 个节点），{MIXES[mix]}"
            rows.append([label, f"{us(p50)} µs", met(p50, EXPLAINED_US, "µs")])
    bench = (results.get("single") or {}).get("bench")
    for peer in results.get("peers") or []:
        if bench and "ratio_p50" in peer and peer["name"] not in ("手写 Python", "朴素参照实现"):
            ahead = {key: peer["ratio_p50"] / bench[key]["ratio"] for key in ("dict", "bench_result")}
            said = {key: "达到" if ratio > 1 else "**未达到**" for key, ratio in ahead.items()}
            measured = f"结论 {times(ahead['dict'])} 倍；填同一份结果 {times(ahead['bench_result'])} 倍"
            target = f"更快：结论{said['dict']}；填同一份结果{said['bench_result']}"
            rows.append([f"比 {peer['name']}", measured, target])
    return "## 目标与实测\n\n" + table(["项目", "实测", "目标"], rows, left=3)


def _explained(results: dict[str, Any]) -> float | None:
    """What we take to fill the result every peer fills, as a multiple of hand-written Python."""
    row = (results.get("single") or {}).get("bench")
    return row["bench_result"]["ratio"] if row else None


def _imports(imports: dict[str, Any], _: Any) -> str:
    names = {
        "tolerance_engine": "`import tolerance_engine`",
        "pydantic": "其中 pydantic 自身",
        "command": "命令行作出一个结论（`tolerance determine`），从进程启动算起",
    }
    rows = [
        [names[key], f"{row['wall_ms']:.0f}", "—" if key == "command" else f"{row['cpu_ms']:.0f}"]
        for key, row in imports.items()
    ]
    note = "新进程，字节码已缓存（安装之后就是这样），毫秒。"
    return f"## 导入\n\n{note}\n\n" + table(["", "耗时", "其中占用处理器"], rows)


def _loads(loads: dict[str, Any], _: Any) -> str:
    rows = [
        [
            name,
            row["facts"],
            row["clauses"],
            f"{row['wall_ms']:.0f}",
            f"{row['link_ms']:.0f}",
            f"{row['compile_ms']:.0f}",
            row["nodes"],
            "、".join(f"{reading} {size}" for reading, size in row["by_reading"].items()),
            row["store"],
        ]
        for name, row in loads.items()
    ]
    head = ["规则集", "事实", "条款", "冷加载", "读入与链接", "编译", "结论节点", "各口径", "全部节点"]
    note = (
        "冷加载是新进程里的第一次 `load_ruleset`（共用词表也在内）；读入与链接、编译是同一进程里再做一遍的中位数。毫秒。"
        "`tolerance27` 是测速用的规则集：27 个三值事实、30 条规则。"
    )
    return f"## 加载与编译\n\n{note}\n\n" + table(head, rows)


def _single(single: dict[str, Any], results: dict[str, Any]) -> str:
    with_hand = results["run"]["bench"]
    head = ["案件", "未查明", "已决", "求什么", "p50", "p99"] + (["手写代码的倍数"] if with_hand else [])
    rows: list[list[object]] = []
    for mix, row in single.items():
        if mix == "profiles":
            continue
        for key in ("case", "dict", "explanation", "missing", "witnesses", "json"):
            if row[key]["n"]:
                line: list[object] = [
                    MIXES[mix],
                    percent(row["unknown"]),
                    percent(row["decided"]),
                    CALLS[key],
                ]
                line += [us(row[key]["p50_us"]), us(row[key]["p99_us"])]
                rows.append(line + ([times(row[key]["ratio"])] if with_hand else []))
    text = (
        "“结论”算到 `outcome`、`possible`、`applies` 都取得为止。“全部理由”“还缺什么”“走向”“JSON”都从备好的案件算起，"
        "包含作出结论本身；“还缺什么”和“走向”只在未决的案件上测。一般案卷的事实按固定比例随机，再按所示比例隐去。"
    )
    parts = [f"## 27 个事实的一个结论\n\n{text}\n\n" + table(head, rows, left=4)]
    if with_hand:
        hand = "；".join(
            f"{MIXES[mix]} {us(row['hand_us'])}" for mix, row in single.items() if mix != "profiles"
        )
        parts.append(f"手写的 Python（一套 if/else，含理由）p50：{hand}。")
    parts.append(_profiles("耗时在哪里（27 个事实）", single.get("profiles", {})))
    return "\n\n".join(part for part in parts if part)


def _profiles(title: str, profiles: dict[str, Any]) -> str:
    if not profiles:
        return ""
    rows = [
        [
            CALLS.get(name, name),
            "；".join(
                f"`{entry['where']}` {percent(entry['share'])}（每次 {entry['calls']:.3g} 回）"
                for entry in top
            ),
        ]
        for name, top in profiles.items()
    ]
    note = "按函数自身耗时排序，由 cProfile 得出；它会抬高小函数的份额，只看轻重，不看绝对值。"
    return f"### {title}\n\n{note}\n\n" + table(["求什么", "最费时的函数"], rows, left=2)


def _shipped(shipped: dict[str, Any], _: Any) -> str:
    rows = [
        [
            row["ruleset"],
            LEVELS[row["level"]],
            row["reading"],
            f"{row['decided']}/{row['cases']}",
            us(row["verdict"]["p50_us"]),
            us(row["verdict"]["p99_us"]),
            f"{row['tree']:.0f}",
            *(us(row[key].get("p50_us")) for key in ("explanation", "missing", "json")),
        ]
        for row in shipped["rows"]
    ]
    head = [
        "规则集",
        "层次",
        "口径",
        "已决",
        "结论 p50",
        "p99",
        "理由节点",
        "全部理由 p50",
        "还缺什么 p50",
        "JSON p50",
    ]
    note = "案件是 `examples/` 里的案卷，已备好；JSON 含全部理由、还缺什么、各口径的结论和回执。没有未决案件的，“还缺什么”不测。"
    flat = {
        f"{name} {CALLS[key]}": top
        for name, calls in shipped["profiles"].items()
        for key, top in calls.items()
    }
    labelled = {
        label.replace("findings", "认定").replace("facts", "事实"): top for label, top in flat.items()
    }
    parts = [f"## 两地规则\n\n{note}\n\n" + table(head, rows, left=3)]
    parts.append(_profiles("耗时在哪里（两地规则，综合研判）", labelled))
    return "\n\n".join(parts)


def _second_engine(row: dict[str, Any], _: Any) -> str:
    if "absent" in row:
        return f"## 第二引擎\n\n没有测：{row['absent']}。"
    text = (
        f'`engine="durable"`，{row["n"]} 件全部查明的案件，与决策图逐件比较，不同的有 {row["differing"]} 件。'
        f"p50 {us(row['p50_us'])} 微秒，p99 {us(row['p99_us'])} 微秒，是决策图的 {times(row['ratio'])} 倍。"
    )
    return f"## 第二引擎\n\n{text}"


def _peers(peers: list[dict[str, Any]], results: dict[str, Any]) -> str:
    bench = (results.get("single") or {}).get("bench")
    rows: list[tuple[float, list[object]]] = []
    if bench:
        for key, label in (
            ("case", "**本引擎，结论，案件已备好**"),
            ("dict", "**本引擎，结论，从字典起**"),
            ("explanation", "**本引擎，全部理由**"),
            ("bench_result", "**本引擎，填同一份结果**"),
        ):
            row = bench[key]
            rows.append(
                (row["ratio"], [label, "", us(row["p50_us"]), us(row["p99_us"]), times(row["ratio"]), "", ""])
            )
    ours = _explained(results)
    for peer in peers:
        if "p50_us" in peer:
            ratio = peer["ratio_p50"]
            ahead = times(ratio / ours) if ours else "—"
            cells = [us(peer["p50_us"]), us(peer["p99_us"]), times(ratio), ahead, peer["mismatches"]]
            rows.append((ratio, [peer["name"], peer["version"] or "", *cells]))
    rows.sort(key=lambda pair: pair[0])
    head = ["引擎", "版本", "p50", "p99", "手写代码的倍数", "本引擎（填同一份结果）的几倍", "与参照不同"]
    note = (
        "同一批案件（基准自带的混合）、同一次运行。各引擎都从字典起，填同一份结果：结论、成立的规则、各维度的认定、起决定作用的未知事实；"
        "它们多数只报告哪些条件成立，其余由宿主的 Python 补上。“与参照不同”是答案与参照实现不同的件数。"
    )
    absent = [f"{peer['name']}（{peer['absent']}）" for peer in peers if "absent" in peer]
    text = f"## 与别的引擎相比\n\n{note}\n\n" + table(head, [row for _, row in rows], left=2)
    return text + (f"\n\n没有测成：{'；'.join(absent)}。" if absent else "")


def _agreement(agreement: dict[str, Any], _: Any) -> str:
    tally = agreement["tally"]
    kinds = {
        "wrong_verdict": "结论不同",
        "sharper": "参照为未决而我们已决（精确语义更强）",
        "other_fired": "成立的规则不同",
        "other_findings": "维度认定不同",
        "other_decisive": "指出了参照没有列的事实",
        "fewer_decisive": "起决定作用的事实列得更少（参照的定义允许多列）",
        "not_exact": "与穷举全部补全的答案不同",
    }
    outcomes = "、".join(f"{name} {count}" for name, count in sorted(agreement["outcomes"].items()))
    rows = [[label, tally.get(kind, 0)] for kind, label in kinds.items()]
    text = (
        f"{agreement['cases']} 件基准案件，逐件与参照实现比较（{outcomes}）；"
        f"其中 {tally.get('brute_force', 0)} 件未决案件再与穷举比较结论和还缺的事实。"
    )
    return f"## 答案是否一致\n\n{text}\n\n" + table(["差别", "件数"], rows)


def _orders(orders: dict[str, Any], _: Any) -> str:
    names = ("qinghai", "wenzhou")

    def cells(row: dict[str, Any]) -> list[object]:
        found: list[object] = [row["sum"] if row["sum"] is not None else "超出预算"]
        for name in names:
            each = row[name]
            found += (
                [each["nodes"], each["store"], f"{each['compile_ms']:.0f}"] if each else ["超出预算", "", ""]
            )
        return found

    rows = [[ORDERS[key], *cells(row)] for key, row in orders["rows"].items()]
    random = orders["random"]
    spread = {name: "–".join(f"{value:.0f}" for value in random[name]) for name in (*names, "sum")}
    rows.append(
        [
            f"随机 {random['count']} 种（最小–中位–最大）",
            spread["sum"],
            *(cell for n in names for cell in (spread[n], "—", f"{random[f'{n}_compile_ms']:.0f}")),
        ]
    )
    head = ["事实的次序", "合计"]
    for name in names:
        head += [f"{name} 结论节点", "全部节点", "编译 ms"]
    gain = 1 - orders["rows"]["searched"]["sum"] / orders["rows"]["shipped"]["sum"]
    text = (
        f"两地规则共用一个次序（合计 {orders['facts']} 个事实），才能互相比较；比的是两地全部口径的结论节点之和。"
        "局部搜索在做好的图上交换相邻的层，移动单个事实和成块的事实，不顾同一方面的事实要不要相邻；"
        "发布的次序让同一方面的事实相邻。编译按占用处理器的时间计。"
        f"搜索所得比发布的次序少 {percent(gain)}"
        + ("，**明显更好**。" if orders["better"] else "，不到两成，不算明显更好。")
    )
    over = f"\n\n随机次序中有 {random['over_budget']} 种超出节点预算。" if random["over_budget"] else ""
    return f"## 事实的次序\n\n{text}\n\n" + table(head, rows) + over


ASKED = {
    "reasons": "足以得出结论的事实",
    "counts": "还开着的有多大",
    "why not": "为什么不是另一个",
    "nearest change": "怎样才会不同",
    "questions": "还要问什么",
    "proof": "一条证明",
    "all known": "全部查明",
    "40 % open": "四成未查明",
    "20 open": "二十项未查明",
    "45 open": "四十五项未查明",
}


def _answers(found: dict[str, Any], _: Any) -> str:
    parts = [
        "## 还要问什么、为什么、怎样才会不同、证明\n\n毫秒；每一行是全部调用的中位数和最长的一次。"
        "标准大小是按种子生成的规则集，事实三值或者分档。青海、温州用综合研判这个口径和全部公开案件。"
    ]
    for name, told in found.items():
        title = "标准大小" if name == "standard" else name
        rows = []
        for row in told["rows"]:
            first, _, rest = row["question"].partition(", ")
            label = ASKED[first] + (f"，{ASKED[rest]}" if rest else "")
            most = row["limit"]
            target = "" if most is None else met(row["longest"], most, "ms")
            rows.append([label, row["calls"], f"{row['median']:.2f}", f"{row['longest']:.1f}", target])
        head = ["问题", "次数", "中位", "最长", "最长不超过"]
        parts.append(f"{title}：{told['facts']} 个事实，{told['nodes']} 个结点。\n\n" + table(head, rows))
    return "\n\n".join(parts)


def compared(rows: list[dict[str, Any]], _: dict[str, Any]) -> str:
    """Comparisons: two shipped regions, pairs of the standard size, and every shipped pair in one table."""
    whole = [row for row in rows if row["name"] == "table"]
    rows = [row for row in rows if row["name"] != "table"]
    head = [
        "比较",
        "情形",
        "不同",
        "转移",
        "改动",
        "条款对",
        "数出 s",
        "举例 s",
        "其余 s",
        "全部 s",
        "内存 MB",
    ]
    lines: list[list[object]] = [
        [
            row["name"].replace("regions:", "").replace(":", " "),
            f"{int(row['cases']):,}",
            f"{int(row['differing']):,}",
            row["transitions"],
            row["edits"],
            row["pairs"],
            *(f"{row[key]:.2f}" for key in ("count_s", "witness_s", "rest_s", "all_s")),
            row["peak_mb"],
        ]
        for row in rows
    ]
    regions = [row["all_s"] for row in rows if row["name"].startswith("regions")]
    standard = [row for row in rows if row["name"].startswith("standard")]
    told = [f"最慢的两地比较 {max(regions):.2f} s（{met(max(regions), 2, 's')}）"] if regions else []
    if standard:
        slowest, largest = max(row["all_s"] for row in standard), max(row["peak_mb"] for row in standard)
        told.append(
            f"标准大小最慢 {slowest:.2f} s（{met(slowest, 15, 's')}），最多 {largest} MB（{met(largest, 500, 'MB')}）"
        )
    lead = (
        "每行一个新进程：两边合编，精确计数，每种转移一个四次复核过的例子，由哪一条变成哪一条，逐处改动，写成 JSON。"
        "自带的地区两两比较；`standard` 是 60 条条款、32 项事实的规则与它的八处改动（`tests/compare/edits.py`）。"
        "命令：`python -m benchmarks.compare`。"
    )
    parts = ["## 比较\n\n" + lead + "；".join(told) + "。\n\n" + table(head, lines)]
    return "\n\n".join([*parts, *(_every_pair(row) for row in whole)])


KINDS = {
    "equal": "处处相同",
    "stricter": "处处只更严",
    "looser": "处处只更宽",
    "incomparable": "不同，不是处处一个方向",
    "different_question": "不是同一个问题",
    "refused": "合不到一起",
    "over_budget": "超过结点上限",
}


def _every_pair(row: dict[str, Any]) -> str:
    """Every shipped pair in one table: what it took, what came out, what took longest."""
    kinds = "，".join(f"{KINDS[kind]} {count} 对" for kind, count in row["kinds"].items())
    over = f"超过上限的：{'、'.join(row['over_budget'])}。" if row["over_budget"] else "没有一对超过上限。"
    lead = (
        f"两两比较，一张表：{row['rulesets']} 个规则集，{row['pairs']} 对，一个新进程，{row['wall_s']:.2f} s（处理器 "
        f"{row['cpu_s']:.2f} s），内存 {row['peak_mb']} MB。{kinds}。{over}合编 {row['facts']} 项事实、"
        f"{row['store_nodes']:,} 个结点，各对另用 {row['pair_nodes']:,} 个。不合编、逐对各编一遍，处理器 "
        f"{row['alone_cpu_s']:.2f} s；按问题分组合编，{row['by_question_cpu_s']:.2f} s。最慢的五对："
    )
    slowest = [[each["pair"], f"{1000 * each['s']:.0f}", f"{each['nodes']:,}"] for each in row["slowest"]]
    return lead + "\n\n" + table(["一对", "处理器 ms", "结点"], slowest)


def linted(rows: dict[str, Any], _: dict[str, Any]) -> str:
    """Lint of the shipped rulesets and of the standard size; conditions of the shipped ones taken away."""
    head = ["规则检查", "条款", "口径", "结点", "意见", "中位 s", "最慢 s", "占用处理器 s"]
    lines: list[list[object]] = [
        [
            row["name"],
            *(row[key] for key in ("clauses", "readings", "nodes", "findings")),
            *(f"{row[key]:.2f}" for key in ("median_s", "longest_s", "processor_s")),
        ]
        for row in rows["linted"]
    ]
    head_mutated = ["逐一去掉条件", "例子", "去掉几处", "有例子失败", "s", "占用处理器 s"]
    mutated: list[list[object]] = [
        [
            row["name"],
            *(row[key] for key in ("tests", "mutants", "noticed")),
            *(f"{row[key]:.1f}" for key in ("all_s", "processor_s")),
        ]
        for row in rows["mutated"]
    ]
    slowest = max(row["longest_s"] for row in rows["linted"] if row["shipped"])
    lead = (
        "自带的规则集，和标准大小（60 条条款、32 项事实）。每个规则集查几遍，取中位数和最慢的；逐一去掉条件只做一遍。"
        f"命令：`python -m benchmarks.lint`。自带的规则集最慢 {slowest:.2f} s（{met(slowest, 2, 's')}），"
        f"内存最多 {rows['peak_mb']} MB。"
    )
    return "## 规则检查\n\n" + lead + "\n\n" + table(head, lines) + "\n\n" + table(head_mutated, mutated)


def _batch(found: dict[str, Any], _: Any) -> str:
    from report_batch import batch_part

    return batch_part(found)


def _elsewhere(found: dict[str, Any], _: Any) -> str:
    from report_batch import elsewhere_part

    return elsewhere_part(found)


PARTS: dict[str, Callable[[Any, dict[str, Any]], str]] = {
    "machine": _targets,
    "imports": _imports,
    "loads": _loads,
    "single": _single,
    "peers": _peers,
    "shipped": _shipped,
    "answers": _answers,
    "second_engine": _second_engine,
    "batch": _batch,
    "elsewhere": _elsewhere,
    "agreement": _agreement,
    "orders": _orders,
    "compare": compared,
    "lint": linted,
}
