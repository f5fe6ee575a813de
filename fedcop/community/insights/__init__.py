"""What a community may know of itself: of all together, never of one person."""
