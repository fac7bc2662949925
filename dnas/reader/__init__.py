"""Reads any int8 .tflite file (weights: 8 or 4 bits), ours or foreign, as a `dnas.model.Model` that the cost models price."""

from dnas.reader.tflite import read_model as read_model
