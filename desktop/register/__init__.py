"""Keeping the register clean: duplicates and merging, bulk editing, exports, labels and cards on paper."""
