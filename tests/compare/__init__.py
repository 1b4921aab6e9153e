"""Comparisons: exact counts against brute force, published answers, rewrites that change nothing, faces."""
