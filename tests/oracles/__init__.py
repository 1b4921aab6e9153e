"""Independent answers to what the engine answers.

`brute` reads the design aloud, one world at a time; `vector` says the same over whole grids with numpy;
`asp` says it once more to clingo; `explanation_checker` recomputes an explanation from its leaves. None of
them imports the engine, and the three evaluators share no code.
"""
