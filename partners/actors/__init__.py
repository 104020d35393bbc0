"""The register of actors: list, page, forms, workflow, merging, confirmation."""
