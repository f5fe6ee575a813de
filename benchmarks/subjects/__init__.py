"""What is measured: each subject prepares once and is measured once in each round."""
