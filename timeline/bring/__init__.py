"""From somebody's file to a collection: read, map, decide, look, write (docs/bring.md).

This room knows no Streamlit: the command ``python -m timeline bring`` and the page *Bring* call the same functions.
"""
