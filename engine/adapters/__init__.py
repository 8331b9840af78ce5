"""What reaches outside: kernel, job queue, PDF, mail, holidays."""
