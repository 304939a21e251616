"""Know your residents: the desk and the gate practise who lives where; who was missed comes back sooner."""
