"""The example library: fictional documents, their questions, and the renderer that prints them."""
