"""Why: the clauses with their parts, each with its truth, as a tree that follows from its leaves."""
