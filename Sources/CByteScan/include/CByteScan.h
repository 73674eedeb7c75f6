#pragma once

#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

/// Which of 32 bytes text in a JSON string cannot pass over without a look: quotes, backslashes, control characters and
/// bytes outside ASCII. Bit *i* is that of byte *i*.
///
/// In C, since one instruction gathers the signs of 16 bytes, and Swift has no name for it.
static inline uint32_t json_text_stops(const uint8_t *bytes) {
#if defined(__SSE2__)
    const __m128i quote = _mm_set1_epi8(0x22), backslash = _mm_set1_epi8(0x5c), space = _mm_set1_epi8(0x20);
    const __m128i low = _mm_loadu_si128((const __m128i *)bytes);
    const __m128i high = _mm_loadu_si128((const __m128i *)(bytes + 16));
    // As signed numbers, control characters and bytes outside ASCII are those below a space.
    const __m128i low_stops = _mm_or_si128(
        _mm_or_si128(_mm_cmpeq_epi8(low, quote), _mm_cmpeq_epi8(low, backslash)), _mm_cmplt_epi8(low, space));
    const __m128i high_stops = _mm_or_si128(
        _mm_or_si128(_mm_cmpeq_epi8(high, quote), _mm_cmpeq_epi8(high, backslash)), _mm_cmplt_epi8(high, space));
    return (uint32_t)_mm_movemask_epi8(low_stops) | (uint32_t)_mm_movemask_epi8(high_stops) << 16;
#elif defined(__ARM_NEON)
    static const uint8_t weights[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint32_t stops = 0;
    for (int half = 0; half < 2; half++) {
        const uint8x16_t block = vld1q_u8(bytes + 16 * half);
        const uint8x16_t found = vorrq_u8(
            vorrq_u8(vceqq_u8(block, vdupq_n_u8(0x22)), vceqq_u8(block, vdupq_n_u8(0x5c))),
            vcltq_s8(vreinterpretq_s8_u8(block), vdupq_n_s8(0x20)));
        const uint8x16_t bits = vandq_u8(found, vld1q_u8(weights));
        stops |= (uint32_t)(vaddv_u8(vget_low_u8(bits)) | vaddv_u8(vget_high_u8(bits)) << 8) << (16 * half);
    }
    return stops;
#else
    uint32_t stops = 0;
    for (int i = 0; i < 32; i++) {
        const uint8_t byte = bytes[i];
        stops |= (uint32_t)(byte < 0x20 || byte >= 0x80 || byte == 0x22 || byte == 0x5c) << i;
    }
    return stops;
#endif
}
