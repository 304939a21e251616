"""What turns a commit into something a person can install; `build.py` beside this folder starts it."""
