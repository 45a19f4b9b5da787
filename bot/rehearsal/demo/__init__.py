"""The demo: a whole welcome played by simulated people, drawn in the terminal, told in the database's words."""
