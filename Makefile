# 两条命令就够：make demo 看一个真实案件的结论，make test 做全部检查。
PYTHON ?= python3
EXTRAS ?= dev,docs,durable,batch,sql

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

DEMO_CASE ?= examples/P03.yaml
DEMO_READING ?= weighed

# 中文输出不依赖终端的区域设置。
export PYTHONUTF8 := 1
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help demo test fmt lint types docs serve refresh bench notebook clean

help: ## 列出可用的目标
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

demo: $(VENV)/.stamp-core ## 同一个真实案件，按青海和温州的规则各得一个有理由的结论
	@for region in qinghai wenzhou; do \
	  $(BIN)/tolerance determine $(DEMO_CASE) --ruleset $$region --reading $(DEMO_READING) || exit $$?; echo; \
	done

# pytest 放在最后：它的收尾行就是 make test 的最后一行。
test: lint types docs ## 全部检查：ruff、import-linter、mypy、文档、测试（含笔记本）
	$(BIN)/pytest --verbosity=0 -n 2 --dist worksteal

fmt: $(VENV)/.stamp-dev ## 整理代码格式
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lint: $(VENV)/.stamp-dev ## ruff 与分层约定
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-cache

types: $(VENV)/.stamp-dev ## mypy --strict
	$(BIN)/mypy

docs: $(VENV)/.stamp-dev ## 建文档站到 site/，有一处不对即失败
	$(BIN)/mkdocs build --strict --quiet

serve: $(VENV)/.stamp-dev ## 在本机看文档站
	$(BIN)/mkdocs serve --dev-addr 127.0.0.1:8000

refresh: $(VENV)/.stamp-dev ## 改了引擎的措辞之后，重写文档里粘贴的输出
	$(BIN)/python -m tests.docs

notebook: $(VENV)/.stamp-dev ## 重新执行示例笔记本，保存新的输出
	$(BIN)/python -m tests.notebook

bench: $(VENV)/.stamp-dev ## 量速度，写 benchmarks/RESULTS.md
	$(BIN)/python -m benchmarks.run

clean: ## 删去可以重新生成的东西（含 .venv）
	rm -rf $(VENV) site build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.stamp-core: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "需要 Python 3.11 或更新，可写 make PYTHON=python3.12 …" >&2; exit 2; }
	@echo "准备 $(VENV) ……" >&2
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) --editable .
	@touch $@

$(VENV)/.stamp-dev: pyproject.toml | $(VENV)/.stamp-core
	@echo "安装开发所需（$(EXTRAS)）……" >&2
	@$(PIP) --editable '.[$(EXTRAS)]'
	@touch $@
