#pragma once

#include <stddef.h>
#include <stdint.h>

/// Whether the processor multiplies without carries.
int crc32_has_instructions(void);

/// Takes whole groups of 16 bytes into a CRC-32 as gzip computes it, by carry-less multiplication.
///
/// To be called where `crc32_has_instructions` says so, with at least 64 bytes.
///
/// Returns the number of bytes that were taken in.
size_t crc32_take_in(uint32_t *checksum, const uint8_t *bytes, size_t count);
