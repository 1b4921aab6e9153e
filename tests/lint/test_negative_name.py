"""R120: a fact named by a negation."""

from __future__ import annotations

import pytest

from tests.lint.bases import SHARED
from tests.lint.faults import Fault
from tests.lint.support import at, check, found, place, seeded, spoilt


@pytest.mark.parametrize("fault", seeded("R120"), ids=lambda fault: fault.name)
def test_every_seeded_fault_is_found(fault: Fault) -> None:
    """A boolean fact of the file's own that is named by a negation is found."""
    assert all(finding.severity == "warning" for finding in check(fault))


@pytest.mark.parametrize("label", ["因不可抗力造成", "不可抗力", "无偿提供", "未成年人受害", "非法经营"])
def test_words_that_only_look_negative(label: str) -> None:
    """A thing whose name begins with such a sign is not a negation."""
    assert found(spoilt("plain", ("zh: 经过论证", f"zh: {label}")), "R120") == []


@pytest.mark.parametrize("label", ["未经论证", "无论证", "没有论证", "不经论证", "尚未论证"])
def test_labels_that_negate(label: str) -> None:
    """A Chinese name that begins by denying is found, at the fact."""
    text = spoilt("plain", ("zh: 经过论证", f"zh: {label}"))
    (finding,) = found(text, "R120")
    assert finding.subject == "studied" and at(finding) == place(text, "  «studied: {type")


def test_other_kinds_of_facts_and_shared_facts_are_left_alone() -> None:
    """Only what is answered by yes or no can be denied twice, and the vocabulary answers for itself."""
    assert found(spoilt("plain", ("zh: 层级", "zh: 无级别")), "R120") == []
    assert found(SHARED, "R120") == []
