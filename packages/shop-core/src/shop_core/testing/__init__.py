"""For tests of the apps and of projects that use them: `databases`, `threads`, and the `contracts` of the hooks."""
