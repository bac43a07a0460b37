"""What people enter beside the books: states, wallets, offers, programmes. Each file as records of its own."""
