"""Forms made by others, and ours for others: XLSForm in, XLSForm out (xlsform.org)."""
