"""The words, constants, tables, facts and answers of GraphKAM. Knows nothing else of ours; does no I/O."""
