"""The index on disk: paragraph table, BM25, vectors and a manifest, replaced as a whole."""
