"""Petugas, Pengaturan, Pekerjaan and the repair of a case."""
