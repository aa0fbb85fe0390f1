"""The pages that belong to the shop itself: home, errors, health, the development inbox."""
