"""Tests of the room `diagram`, against brute force on tiny functions."""
