"""Rows that left a workbook: Parquet files beside it, and how they still count."""
