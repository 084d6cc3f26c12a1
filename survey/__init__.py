"""The science of the survey: values in, values out, and nothing read or written."""
