#include "CSHA256.h"

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>

static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static int has_instructions(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d)) return 0;
  const int has_shuffles = (c & bit_SSSE3) && (c & bit_SSE4_1);
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return 0;
  return has_shuffles && (b & (1u << 29));
}

__attribute__((target("sha,sse4.1,ssse3")))
static void take_in(uint32_t state[8], const uint8_t *block, size_t block_count) {
  const __m128i byte_order = _mm_set_epi64x(0x0c0d0e0f08090a0bULL, 0x0405060700010203ULL);
  // The instructions want the state as ABEF and CDGH.
  __m128i half = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)&state[0]), 0xB1);
  __m128i cdgh = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)&state[4]), 0x1B);
  __m128i abef = _mm_alignr_epi8(half, cdgh, 8);
  cdgh = _mm_blend_epi16(cdgh, half, 0xF0);
  while (block_count-- > 0) {
    const __m128i abef_before = abef, cdgh_before = cdgh;
    __m128i words[4];
    for (int i = 0; i < 4; i++) {
      words[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(block + 16 * i)), byte_order);
    }
#pragma clang loop unroll(full)
    for (int round = 0; round < 16; round++) {
      const int now = round & 3;
      if (round >= 4) {
        // Words 16 and later come from the sixteen before them.
        __m128i next = _mm_sha256msg1_epu32(words[now], words[(now + 1) & 3]);
        next = _mm_add_epi32(next, _mm_alignr_epi8(words[(now + 3) & 3], words[(now + 2) & 3], 4));
        words[now] = _mm_sha256msg2_epu32(next, words[(now + 3) & 3]);
      }
      __m128i sum = _mm_add_epi32(words[now], _mm_loadu_si128((const __m128i *)&constants[4 * round]));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0E));
    }
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
    block += 64;
  }
  half = _mm_shuffle_epi32(abef, 0x1B);
  cdgh = _mm_shuffle_epi32(cdgh, 0xB1);
  _mm_storeu_si128((__m128i *)&state[0], _mm_blend_epi16(half, cdgh, 0xF0));
  _mm_storeu_si128((__m128i *)&state[4], _mm_alignr_epi8(cdgh, half, 8));
}

int calypso_sha256_blocks(uint32_t state[8], const uint8_t *blocks, size_t block_count) {
  static int found = -1;
  int known = __atomic_load_n(&found, __ATOMIC_RELAXED);
  if (known < 0) {
    known = has_instructions();
    __atomic_store_n(&found, known, __ATOMIC_RELAXED);
  }
  if (!known) return 0;
  take_in(state, blocks, block_count);
  return 1;
}

#else

int calypso_sha256_blocks(uint32_t state[8], const uint8_t *blocks, size_t block_count) {
  (void)state, (void)blocks, (void)block_count;
  return 0;
}

#endif
