#include "CMalloc.h"

#if __has_include(<malloc.h>)
#include <malloc.h>
#endif

void malloc_keep_freed(int byte_count) {
#if defined(M_TRIM_THRESHOLD) && defined(M_MMAP_THRESHOLD)
  mallopt(M_TRIM_THRESHOLD, byte_count);
  mallopt(M_MMAP_THRESHOLD, byte_count / 2);
#else
  (void)byte_count;
#endif
}
