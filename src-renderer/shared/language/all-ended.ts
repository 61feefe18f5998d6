/** Waits until all have ended, whichever fail. @throws what the first of those that failed did */
export async function allEnded(promises: readonly Promise<unknown>[]): Promise<void> {
  for (const ended of await Promise.allSettled(promises)) if (ended.status === 'rejected') throw ended.reason
}
