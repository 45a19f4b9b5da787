"""Events: prepared by coordinators, answered, changed with a word to everyone concerned, welcomed at the entrance."""
