"""What fedcop costs, measured side by side with what bounds it: `make bench`."""
