"""What happened to the records that a member may read: asked for page by page, or pushed."""
