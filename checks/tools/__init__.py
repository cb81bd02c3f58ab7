"""What writers of claims share: symbols, induction, instances, false costs."""
