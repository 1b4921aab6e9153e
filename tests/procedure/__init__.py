"""Tests of the room `procedure`: calendars, limits, events, the interpreter, and every declared procedure."""
