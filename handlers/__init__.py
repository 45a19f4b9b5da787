"""Update in, use case, reply out."""
