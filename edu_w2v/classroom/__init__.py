"""What shows the lesson: plots, exercises, explorers, figures, and the upkeep of the notebooks."""
