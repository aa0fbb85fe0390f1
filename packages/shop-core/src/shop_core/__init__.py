"""The ground floor of Shop Suite: settings hooks, contracts, money and the few things all its apps share."""
