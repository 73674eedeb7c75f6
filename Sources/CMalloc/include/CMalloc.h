#pragma once

/// Lets freed memory be used again instead of handing it back to the system, up to so many bytes: pages that come anew
/// must be cleared first. Allocations of more than half as much still come and go one by one.
void malloc_keep_freed(int byte_count);
