"""The shell around every page: transaction, errors, headers, forms, paging, languages."""
