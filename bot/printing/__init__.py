"""What goes on paper and into spreadsheets: frozen values in, bytes out. Knows no messenger and no database."""
