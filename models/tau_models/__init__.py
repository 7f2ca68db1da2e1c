"""Training, export and evaluation of Tau Studio's models."""
