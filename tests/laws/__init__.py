"""Laws of deciding: properties held against independent oracles."""
