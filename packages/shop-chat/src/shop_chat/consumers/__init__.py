"""The chat over websockets: one protocol, a consumer for each kind of socket."""
