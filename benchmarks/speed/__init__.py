"""Speed and memory, as ratios against a plain library call or an ideal, in one run."""
