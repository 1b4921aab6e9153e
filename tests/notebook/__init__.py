"""The example notebook: executed as a reader would, and held to what it shows."""
