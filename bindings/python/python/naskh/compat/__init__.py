"""The functions of other libraries under their names, made of naskh; each gives what the original gives."""
