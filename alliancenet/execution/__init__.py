"""How relationships are run: tests, satisfaction, rewards, negotiations, benchmarks, loop, telling, form."""
