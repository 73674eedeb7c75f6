#ifndef CSHA256_H
#define CSHA256_H

#include <stddef.h>
#include <stdint.h>

/// Takes whole blocks of 64 bytes into a SHA-256 state with the processor's own instructions.
///
/// Returns 1 when that was done, and 0, without touching the state, on processors that have no such instructions.
int calypso_sha256_blocks(uint32_t state[8], const uint8_t *blocks, size_t block_count);

#endif
