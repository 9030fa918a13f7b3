"""What only maintainers run: figures, notebooks, pins, and the browser. It is not in the wheel."""
