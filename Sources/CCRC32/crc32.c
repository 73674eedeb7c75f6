#include "CCRC32.h"

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>

int crc32_has_instructions(void) {
  unsigned a, b, c, d;
  return __get_cpuid(1, &a, &b, &c, &d) && (c & bit_PCLMUL) && (c & bit_SSE4_1);
}

#define WITH_MULTIPLICATION __attribute__((target("pclmul,sse4.1")))

/// Moves 128 bits forward by the distance that the factors stand for, onto other bits.
WITH_MULTIPLICATION static inline __m128i fold(__m128i bits, __m128i factors, __m128i onto) {
  const __m128i low = _mm_clmulepi64_si128(bits, factors, 0x00);
  const __m128i high = _mm_clmulepi64_si128(bits, factors, 0x11);
  return _mm_xor_si128(_mm_xor_si128(low, high), onto);
}

// Bytes are the coefficients of a polynomial over two elements, the lowest bit first. The factors are powers of x by
// the distance in bits, modulo the polynomial of CRC-32; see Gopal et al., "Fast CRC Computation for Generic
// Polynomials Using PCLMULQDQ Instruction" (Intel, 2009).
WITH_MULTIPLICATION size_t crc32_take_in(uint32_t *checksum, const uint8_t *bytes, size_t count) {
  const __m128i by_64_bytes = _mm_set_epi64x(0x1c6e41596, 0x154442bd4);
  const __m128i by_16_bytes = _mm_set_epi64x(0x0ccaa009e, 0x1751997d0);
  const __m128i low_words = _mm_setr_epi32(-1, 0, -1, 0);
  const uint8_t *position = bytes;
  size_t left = count;
  if (left < 64) return 0;

  __m128i sums[4];
  for (int i = 0; i < 4; i++) sums[i] = _mm_loadu_si128((const __m128i *)(position + 16 * i));
  sums[0] = _mm_xor_si128(sums[0], _mm_cvtsi32_si128((int)~*checksum));
  position += 64;
  left -= 64;
  while (left >= 64) {
#pragma clang loop unroll(full)
    for (int i = 0; i < 4; i++) {
      sums[i] = fold(sums[i], by_64_bytes, _mm_loadu_si128((const __m128i *)(position + 16 * i)));
    }
    position += 64;
    left -= 64;
  }
  __m128i sum = sums[0];
  for (int i = 1; i < 4; i++) sum = fold(sum, by_16_bytes, sums[i]);
  while (left >= 16) {
    sum = fold(sum, by_16_bytes, _mm_loadu_si128((const __m128i *)position));
    position += 16;
    left -= 16;
  }

  // From 128 bits to 64, and to the remainder by two multiplications (Barrett).
  sum = _mm_xor_si128(_mm_srli_si128(sum, 8), _mm_clmulepi64_si128(sum, by_16_bytes, 0x10));
  const __m128i by_4_bytes = _mm_set_epi64x(0, 0x163cd6124);
  const __m128i rest = _mm_srli_si128(sum, 4);
  sum = _mm_xor_si128(_mm_clmulepi64_si128(_mm_and_si128(sum, low_words), by_4_bytes, 0x00), rest);
  const __m128i polynomial_and_inverse = _mm_set_epi64x(0x1f7011641, 0x1db710641);
  __m128i quotient = _mm_clmulepi64_si128(_mm_and_si128(sum, low_words), polynomial_and_inverse, 0x10);
  quotient = _mm_clmulepi64_si128(_mm_and_si128(quotient, low_words), polynomial_and_inverse, 0x00);
  *checksum = ~(uint32_t)_mm_extract_epi32(_mm_xor_si128(sum, quotient), 1);
  return (size_t)(position - bytes);
}

#else

int crc32_has_instructions(void) { return 0; }

size_t crc32_take_in(uint32_t *checksum, const uint8_t *bytes, size_t count) {
  (void)checksum;
  (void)bytes;
  (void)count;
  return 0;
}

#endif
