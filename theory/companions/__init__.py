"""What tuning does to a model's solutions: the quantities of two papers on real models, exact on corridor graphs."""
