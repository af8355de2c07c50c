"""The service: the same answers as the command line gives, over HTTP."""
