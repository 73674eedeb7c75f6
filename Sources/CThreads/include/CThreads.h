#pragma once

#include <pthread.h>

/// Starts a thread on another processor than the one that the caller runs on, if there is one; then it may run wherever
/// the caller may. Left alone, Linux often lets a new thread share its maker's processor for tens of milliseconds
/// although another is idle, which is longer than most queries take.
///
/// Returns what `pthread_create` returns.
int thread_create_elsewhere(pthread_t *thread, void *(*body)(void *), void *argument);
