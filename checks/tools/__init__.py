"""What claims share: symbols, induction, brute-force walks, small instances and false costs."""
