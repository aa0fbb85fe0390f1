"""Who changed what: an app keeps a table of changes (`history.models`), its services write into it (`history.recording`), and its
edges say who acts (`history.actors`)."""
