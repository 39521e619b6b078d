"""The hybrid search of LangChain and of Haystack, as their documentation puts it together.

Optional: both are imported when they are asked for, and only here (extra `evaluation`).
"""

import os
import warnings

from eval.records import Corpus, Search


def langchain_ensemble(corpus: Corpus) -> Search:
    """Return LangChain's EnsembleRetriever of BM25 and FAISS, weights a half each."""
    with warnings.catch_warnings(action="ignore"):  # they deprecate their own parts on import
        from langchain_classic.retrievers import EnsembleRetriever
        from langchain_community.retrievers import BM25Retriever
        from langchain_community.vectorstores import FAISS
        from langchain_core.embeddings import Embeddings

    class Bundled(Embeddings):  # type: ignore[misc]  # ships no types where it is not installed
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            vectors: list[list[float]] = corpus.encoder.encode_passages(texts).tolist()
            return vectors

        def embed_query(self, text: str) -> list[float]:
            vector: list[float] = corpus.encoder.encode_questions([text])[0].tolist()
            return vector

    texts, rows = list(corpus.texts), [{"row": row} for row in range(len(corpus.texts))]
    lexical = BM25Retriever.from_texts(texts, metadatas=rows)
    vectors = FAISS.from_texts(texts, Bundled(), metadatas=rows)

    def search(question: str, k: int) -> list[int]:
        lexical.k = k
        dense = vectors.as_retriever(search_kwargs={"k": k})
        both = EnsembleRetriever(retrievers=[lexical, dense], weights=[0.5, 0.5], id_key="row")
        return [document.metadata["row"] for document in both.invoke(question)][:k]

    return search


def haystack_hybrid(corpus: Corpus) -> Search:
    """Return Haystack's in-memory hybrid retrieval, joined by reciprocal rank fusion."""
    os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "False"  # nothing leaves this machine
    from haystack import Document, Pipeline
    from haystack.components.joiners import DocumentJoiner
    from haystack.components.retrievers.in_memory import (
        InMemoryBM25Retriever,
        InMemoryEmbeddingRetriever,
    )
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    store = InMemoryDocumentStore(embedding_similarity_function="cosine", shared=False)
    vectors = corpus.encoder.encode_passages(corpus.texts)
    rows = enumerate(zip(corpus.texts, vectors, strict=True))
    store.write_documents(
        [Document(id=str(row), content=text, embedding=one.tolist()) for row, (text, one) in rows]
    )
    pipeline = Pipeline()
    pipeline.add_component("lexical", InMemoryBM25Retriever(store))
    pipeline.add_component("dense", InMemoryEmbeddingRetriever(store))
    pipeline.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion"))
    pipeline.connect("lexical", "joiner")
    pipeline.connect("dense", "joiner")

    def search(question: str, k: int) -> list[int]:
        vector = corpus.encoder.encode_questions([question])[0].tolist()
        found = pipeline.run(
            {
                "lexical": {"query": question, "top_k": k},
                "dense": {"query_embedding": vector, "top_k": k},
                "joiner": {"top_k": k},
            }
        )
        return [int(document.id) for document in found["joiner"]["documents"]]

    return search
