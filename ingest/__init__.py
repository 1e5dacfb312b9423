"""From files to a library: readers, cleaning, structure, passages, and the three stores that hold them."""
