"""The project's Cypher, a statement per file: queries (analysts), facts (snapshot), write, schema (store)."""
