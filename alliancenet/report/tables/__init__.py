"""Tables: what pages show and files hand on."""
