"""A folder of documents into one dataset: work list → worker processes → journal → dataset.

``worklist`` finds the documents, ``pool`` has worker processes treat them (``process``) within limits of time and
memory, ``journal`` keeps what is done, ``export`` writes the dataset from the journal, ``run`` puts them together.
"""
