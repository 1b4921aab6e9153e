"""Documentation that cannot drift: every code block of every page is executed, every claim that can be counted is."""
