"""What can be asked beyond a verdict: what would change it, what holds of every case, how two rulesets differ.

Each answer is a frozen value that can be shown (`page`), read as data (`as_data`) and put to the test.
`change` the nearest changes and how far what is open matters · `versions` the old rule beside the new ·
`prove` properties of all cases · `compare` two rulesets over all cases · `lint` faults of a ruleset.
"""

__all__: list[str] = []
