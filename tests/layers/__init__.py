"""Layers and versions: what is laid over what, what each layer claims, and which version answers."""
