"""The community's calendar by month and week: outages, events, gift days, lunar days, festivals and solar terms."""
