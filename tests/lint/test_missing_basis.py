"""R122: a provision without basis or reason."""

from __future__ import annotations

import pytest

from tests.lint.faults import Fault
from tests.lint.support import check, found, seeded, spoilt


@pytest.mark.parametrize("fault", seeded("R122"), ids=lambda fault: fault.name)
def test_every_seeded_fault_is_found(fault: Fault) -> None:
    """A provision that does not say how surely it rests on its source is found."""
    assert all(finding.severity == "warning" for finding in check(fault))


def test_basis_and_reason_are_told_apart() -> None:
    """It says whether the basis is missing, or the reason for one."""
    (finding,) = found(
        spoilt("plain", ("when: {bypassed: true}, basis: stated, ", "when: {bypassed: true}, ")), "R122"
    )
    assert "`basis`" in finding.diagnostic.message.zh
    (finding,) = found(spoilt("plain", ("    reason: 不合前两条的，没有别的出路。\n", "")), "R122")
    assert "`reason`" in finding.diagnostic.message.zh and "`implied`" in finding.diagnostic.message.zh
