"""Tests of tolerance_engine.render: what is drawn, and that nothing else is."""
