"""Signatures in PDFs: the only place that knows pyHanko.

`safe` encrypts keys, `keys` reads and makes them, `pades` signs and reads signatures, `rooms`
finds where a signature is drawn, `service` asks a national service to sign.
"""
