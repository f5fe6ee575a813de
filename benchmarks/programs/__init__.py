"""Programs whose CPU is counted, each in a process of its own."""
