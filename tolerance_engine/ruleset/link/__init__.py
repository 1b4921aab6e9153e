"""Link: documents in, `Linked` out. Every name becomes what it names; all problems are reported together."""

from tolerance_engine.ruleset.link.linker import SOLE, link, link_vocabulary

__all__ = ["SOLE", "link", "link_vocabulary"]
