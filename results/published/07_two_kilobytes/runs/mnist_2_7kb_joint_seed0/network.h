/* Written by dnas; do not edit. */
#ifndef DNAS_NETWORK_H_
#define DNAS_NETWORK_H_

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Constants beside the code, and static memory; the stack of network_run comes on top. */
#define NETWORK_STORED_BYTES 2670
#define NETWORK_MEMORY_BYTES 1728

/* 24 x 24 x 1, channels last */
#define NETWORK_INPUT_BYTES 576
#define NETWORK_CLASSES 10

/* real value = scale * (int8 value - zero point) */
#define NETWORK_INPUT_SCALE 3.92156886e-03f
#define NETWORK_INPUT_ZERO_POINT (-128)
#define NETWORK_OUTPUT_SCALE 1.97516754e-01f
#define NETWORK_OUTPUT_ZERO_POINT (9)

/* Where the input is written before each run: running overwrites it. */
int8_t *network_input(void);
void network_run(void);
/* Where the output lies after a run. One value per class; the decision is the largest. */
const int8_t *network_output(void);

/* Stored only where it is asked for: compile network.c with -DNETWORK_CLASS_NAMES, too. */
#ifdef NETWORK_CLASS_NAMES
extern const char *const network_class_names[NETWORK_CLASSES];
#endif

#ifdef __cplusplus
}
#endif

#endif
