"""Reads any fully int8 .tflite file, ours or foreign, as a `dnas.model.Model` that the cost models price."""

from dnas.reader.tflite import read_model as read_model
