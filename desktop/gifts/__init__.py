"""Gift lists of festivals: who of a contact list is given what, what is left in stock, who was not at home yet."""
