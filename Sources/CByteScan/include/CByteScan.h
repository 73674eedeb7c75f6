#pragma once

#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

/// Which of 32 bytes text cannot pass over without a look: two certain ones, and those that are below a third as signed
/// numbers, as bytes outside ASCII and control characters are. Bit *i* is that of byte *i*.
///
/// In C, since one instruction gathers the signs of 16 bytes, and Swift has no name for it.
static inline uint32_t text_stops(const uint8_t *bytes, uint8_t first, uint8_t second, int8_t below) {
#if defined(__SSE2__)
    const __m128i firsts = _mm_set1_epi8((char)first), seconds = _mm_set1_epi8((char)second);
    const __m128i limit = _mm_set1_epi8(below);
    const __m128i low = _mm_loadu_si128((const __m128i *)bytes);
    const __m128i high = _mm_loadu_si128((const __m128i *)(bytes + 16));
    const __m128i low_stops = _mm_or_si128(
        _mm_or_si128(_mm_cmpeq_epi8(low, firsts), _mm_cmpeq_epi8(low, seconds)), _mm_cmplt_epi8(low, limit));
    const __m128i high_stops = _mm_or_si128(
        _mm_or_si128(_mm_cmpeq_epi8(high, firsts), _mm_cmpeq_epi8(high, seconds)), _mm_cmplt_epi8(high, limit));
    return (uint32_t)_mm_movemask_epi8(low_stops) | (uint32_t)_mm_movemask_epi8(high_stops) << 16;
#elif defined(__ARM_NEON)
    static const uint8_t weights[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint32_t stops = 0;
    for (int half = 0; half < 2; half++) {
        const uint8x16_t block = vld1q_u8(bytes + 16 * half);
        const uint8x16_t found = vorrq_u8(
            vorrq_u8(vceqq_u8(block, vdupq_n_u8(first)), vceqq_u8(block, vdupq_n_u8(second))),
            vcltq_s8(vreinterpretq_s8_u8(block), vdupq_n_s8(below)));
        const uint8x16_t bits = vandq_u8(found, vld1q_u8(weights));
        const uint32_t pair = (uint32_t)vaddv_u8(vget_low_u8(bits)) | (uint32_t)vaddv_u8(vget_high_u8(bits)) << 8;
        stops |= pair << (16 * half);
    }
    return stops;
#else
    uint32_t stops = 0;
    for (int i = 0; i < 32; i++) {
        const uint8_t byte = bytes[i];
        stops |= (uint32_t)(byte == first || byte == second || (int8_t)byte < below) << i;
    }
    return stops;
#endif
}
