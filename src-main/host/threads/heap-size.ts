import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** With less room for columns than this, what V8 lets lie before it collects counts. */
const SMALL_BYTES = 256 * 1024 * 1024

/**
 * Lets threads that are started from now on begin with 8 MB for new objects, where V8 begins with 1 and {@link keepHeapSmall} keeps it from
 * giving more. What is made of one person's records fits into it and is gone when it is full; with 1 MB it outlives several collections,
 * moves among the old objects, and is collected with these. Measures of 50,000 people within 400 MB take 272 s of processor time in place of 304
 * that way, loading them in nine parts 49 s in place of 53, and both as much memory as before.
 */
export function giveThreadsRoom(): void {
  setFlagsFromString('--min-semi-space-size=8')
}

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
  growForScreens(cacheBytes)
}

/** Lets the heap grow as {@link keepHeapSmall} does, after work for which it grows otherwise. @param cacheBytes of columns in memory at a time */
export function growForScreens(cacheBytes: number): void {
  setFlagsFromString(`--heap-growing-percent=${cacheBytes < SMALL_BYTES ? 20 : NO_PERCENT}`)
}

/** With so much room for columns, a load may take half as much memory again as is alive of it, which is less than half of what is set. */
const LARGE_BYTES = 1024 * 1024 * 1024

/**
 * Sets how V8 collects while parts are made, in all threads of the process, until {@link keepHeapSmall}. Loading frees its arrays itself, so that
 * little comes of looking through all objects for each 64 MB of new ones. With much memory, half as much may come as is alive. With less, as much may come
 * where the population is not many times the memory, so that some of its pieces stay in it: 20,000 people within 700 MB are looked through 12 times in place of 49,
 * which takes 1.3 s less of processor time in 22 to 25, and 90 MB more. Otherwise these 64 MB remain, since objects that grow by a fifth are collected more often
 * still: 20,000 people within 500 MB took a quarter more of processor time that way, and 10 MB less.
 * @param cacheBytes of columns in memory at a time, later on
 * @param pieceBytes of pieces that stay in memory
 */
export function collectForLoading(cacheBytes: number, pieceBytes: number): void {
  setFlagsFromString('--semi-space-growth-factor=1')
  const hasRoom = cacheBytes >= SMALL_BYTES && pieceBytes > 0
  if (cacheBytes < LARGE_BYTES && !hasRoom) return
  setFlagsFromString('--external-memory-accounted-in-global-limit')
  setFlagsFromString(`--heap-growing-percent=${cacheBytes < LARGE_BYTES ? 100 : 50}`)
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
 * Sets how V8 collects while measures are evaluated, in all threads of the process. They make many objects and arrays that are used once, so columns
 * count as alive no more: measures of 10,000 people take 0.7 GB less, and a tenth more of processor time.
 *
 * Where records are read by segments of the people, what loading made and nobody needs is given back first. V8 leaves its objects where they are,
 * and held 190 MB of pages for 55 MB of them. From then on the heap grows by 60 % before it is collected, where it would grow to four times what is
 * alive of it where there is much memory, and by a fifth where there is little. Both together: 20,000 people within 512 MB take 520 MB in place of
 * 595, and as much processor time; 50,000 within 1 GB (by 50 %) take 914 MB in place of 1,051, and a sixth more of it; 100,000 within 2 GB take 1.8 GB
 * in place of 2.5. {@link growForScreens} ends it.
 * @param isDivided whether records are read by segments, as those of all people would not fit into memory
 */
export function collectForMeasures(isDivided: boolean): void {
  countColumnsNoMore()
  if (!isDivided) return
  setFlagsFromString('--heap-growing-percent=60')
  giveBackWhatIsFree()
}

function countColumnsNoMore(): void {
  setFlagsFromString('--no-external-memory-accounted-in-global-limit')
}

/** Collects what nobody needs in this thread, and gives the pages back to the system that become free when the other objects move together. */
export function giveBackWhatIsFree(): void {
  setFlagsFromString('--expose-gc')
  // Contexts that are made from now on have it.
  const collect = runInNewContext('gc') as (how: object) => void
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}
