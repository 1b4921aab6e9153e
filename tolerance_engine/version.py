"""The version of the engine, stated in every receipt."""

__version__ = "0.1.0"
