"""What a policy costs on a corridor graph: recurrences, closed forms, laws, signs of the gradient."""
