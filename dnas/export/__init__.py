"""From a quantized network to the files that a microcontroller project takes."""
