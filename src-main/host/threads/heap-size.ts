import { setFlagsFromString } from 'node:v8'

/** With less room for columns than this, what V8 lets lie before it collects counts. */
const SMALL_BYTES = 256 * 1024 * 1024

/** V8 decides by itself. */
const NO_PERCENT = 0

/**
 * Keeps V8 from giving new objects more room with time, in all threads of the process. It would take up to 134 MB in each, whatever is alive
 * of them, which is more than a small memory budget leaves; loading takes no longer without it. With a small budget the heap also grows by no
 * more than a fifth before it is collected, where it would by half or more: the first screen takes half as long again, and 43 MB less.
 * @param cacheBytes of columns in memory at a time
 */
export function keepHeapSmall(cacheBytes: number): void {
  countColumnsNoMore()
  setFlagsFromString('--semi-space-growth-factor=1')
  setFlagsFromString(`--heap-growing-percent=${cacheBytes < SMALL_BYTES ? 20 : NO_PERCENT}`)
}

/** With so much room for columns, a load may take half as much memory again as is alive of it, which is less than half of what is set. */
const LARGE_BYTES = 1024 * 1024 * 1024

/**
 * Sets how V8 collects while parts are made, in all threads of the process, until {@link keepHeapSmall}. Loading frees its arrays itself, so that
 * little comes of looking through all objects for each 64 MB of new ones. Where there is room, half as much may come as is alive; where there is not,
 * these 64 MB remain, since objects that grow by a fifth are collected more often still: 20,000 people within 500 MB take a quarter more
 * of processor time that way, and 10 MB less.
 * @param cacheBytes of columns in memory at a time, later on
 */
export function collectForLoading(cacheBytes: number): void {
  setFlagsFromString('--semi-space-growth-factor=1')
  if (cacheBytes < LARGE_BYTES) return
  setFlagsFromString('--external-memory-accounted-in-global-limit')
  setFlagsFromString('--heap-growing-percent=50')
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
 * Ends that columns count as alive, for work that makes many objects and arrays that are used once: measures of 10,000 people take 0.7 GB less, and
 * a tenth more of processor time.
 */
export function countColumnsNoMore(): void {
  setFlagsFromString('--no-external-memory-accounted-in-global-limit')
}
