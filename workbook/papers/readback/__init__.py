"""读回: what each changed row of a rule sheet now does, told beside it, with a case out of this very workbook."""
