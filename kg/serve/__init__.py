"""The server: files, pages and a SPARQL endpoint over HTTP, for reading only.

It is made of a web application (Starlette, run by uvicorn) and of worker processes, which answer
queries and can be killed. Nothing is imported here, since workers pass through on their way.
"""
