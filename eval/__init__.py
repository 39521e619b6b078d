"""What the answers are worth: sets of questions, measures, runs and their report."""
