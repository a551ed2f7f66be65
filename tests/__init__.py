"""Tests of GraphKAM; `conftest.py` starts the databases they need."""
