"""Many cases: batch equals single, row by row."""
