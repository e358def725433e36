"""回访 (huifang): the Python behind a customer-service office's Excel workbook."""
