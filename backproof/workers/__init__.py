"""Work that is done elsewhere: in this process, in a pool of processes, or on a dask cluster."""
