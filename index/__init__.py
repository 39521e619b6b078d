"""From a folder of documents to a searchable index: all that happens before a question."""
