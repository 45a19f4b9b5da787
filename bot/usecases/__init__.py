"""One module per capability, one function per intention; a fact and its notice stand in one transaction."""
