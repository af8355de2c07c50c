"""The routes, one file a room; each declares what it asks for by its door."""
