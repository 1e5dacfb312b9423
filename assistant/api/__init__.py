"""The API and the page over HTTP: parse, call, show. ``app.make_app`` puts it together."""
