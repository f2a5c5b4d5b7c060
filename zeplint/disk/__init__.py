"""What is written to disk, whole or not at all.

`transaction` changes many files, all of them or none: `journal` has the steps and the way back, `locks` keeps two runs
apart, `flush` waits for the disk. `replace` writes one file that zeplint has to itself.
"""
