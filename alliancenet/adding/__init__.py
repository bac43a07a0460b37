"""Files people have become files of a project: recognised, proposed with a reason, asked about, written down."""
