"""What a person does, in Chromium."""
