"""Buttons and worksheet functions: built, installed, answered."""
