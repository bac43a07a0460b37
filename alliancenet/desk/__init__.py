"""What the browser's desk has done for it in processes of their own: files looked at and taken in, forms, audits."""
