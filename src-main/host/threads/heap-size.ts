import { setFlagsFromString } from 'node:v8'

/** With less room for columns than this, what V8 lets lie before it collects counts. */
const SMALL_BYTES = 256 * 1024 * 1024

/**
 * Keeps V8 from giving new objects more room with time, in all threads of the process. It would take up to 134 MB in each, whatever is alive
 * of them, which is more than a small memory budget leaves; loading takes no longer without it. With a small budget the heap also grows by no
 * more than a fifth before it is collected, where it would by half or more: the first screen takes half as long again, and 43 MB less.
 * @param cacheBytes of columns in memory at a time
 */
export function keepHeapSmall(cacheBytes: number): void {
  setFlagsFromString('--semi-space-growth-factor=1')
  if (cacheBytes < SMALL_BYTES) setFlagsFromString('--heap-growing-percent=20')
}

/**
 * Lets columns count as part of what is alive, in all threads of the process, where a whole population is loaded into memory. Without it V8 looks
 * through all objects for each 64 MB of new columns, as if they were none of the program's: twice as many people take four times as long for it.
 * There is nothing to set for windows: V8 in Chromium 156 does not know the flag, and looks through the objects of a worker less often than Node does
 * with it (6 times for 1.9 GB of new arrays, where Node 24 does so 11 times, and 21 without the flag).
 */
export function countColumnsAsAlive(): void {
  setFlagsFromString('--external-memory-accounted-in-global-limit')
}

/**
 * Ends {@link countColumnsAsAlive} for work that makes many objects and arrays that are used once: measures of 10,000 people take 0.7 GB less, and
 * a tenth more of processor time.
 */
export function countColumnsNoMore(): void {
  setFlagsFromString('--no-external-memory-accounted-in-global-limit')
}
