"""What is still to be asked, what the outcome rests on, and what stands in the way of another."""
