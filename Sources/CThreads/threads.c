#define _GNU_SOURCE
#include "CThreads.h"

#include <sched.h>
#include <stdlib.h>

struct start {
    void *(*body)(void *);
    void *argument;
    cpu_set_t allowed;
};

static void *run(void *argument) {
    struct start start = *(struct start *)argument;
    free(argument);
    // A thread that must stay where it started is slower, and no mistake.
    sched_setaffinity(0, sizeof start.allowed, &start.allowed);
    return start.body(start.argument);
}

int thread_create_elsewhere(pthread_t *thread, void *(*body)(void *), void *argument) {
    cpu_set_t allowed;
    // Fails where there are more processors than the set has room for.
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return pthread_create(thread, NULL, body, argument);
    cpu_set_t others = allowed;
    int current = sched_getcpu();
    if (current >= 0) CPU_CLR(current, &others);
    struct start *start = CPU_COUNT(&others) > 0 ? malloc(sizeof *start) : NULL;
    if (!start) return pthread_create(thread, NULL, body, argument);

    start->body = body;
    start->argument = argument;
    start->allowed = allowed;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setaffinity_np(&attributes, sizeof others, &others);
    int status = pthread_create(thread, &attributes, run, start);
    pthread_attr_destroy(&attributes);
    if (status == 0) return 0;
    free(start);
    // The processors may have changed meanwhile.
    return pthread_create(thread, NULL, body, argument);
}
