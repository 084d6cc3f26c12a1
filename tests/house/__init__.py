"""The house's own checks: catalogues, sizes, tables, locks."""
