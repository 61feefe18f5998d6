/** An event of Chromium's trace; times in microseconds. */
export interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly ts: number
  readonly dur?: number
  /** Of its thread's own clock, which stands still while others have the processor. */
  readonly tdur?: number
  readonly pid: number
  readonly tid: number
}

/** Processor milliseconds of script between the marks of one update. */
export interface UpdateScript {
  /** In all threads of the page. */
  readonly all: number
  /** In the thread of the page itself. */
  readonly page: number
}

/** Tasks that run script, with what the engine does for it. */
const scripts: ReadonlySet<string> = new Set([
  'EvaluateScript',
  'EventDispatch',
  'FireAnimationFrame',
  'FunctionCall',
  'HandlePostMessage',
  'RunMicrotasks',
  'TimerFire',
  'MajorGC',
  'MinorGC'
])

/** Adds up script from each mark `moved n` to the mark `painted n`, by thread; what is nested counts once. */
export function scriptMillis(events: readonly TraceEvent[]): UpdateScript[] {
  const marks = events.filter(({ name }) => /^(moved|painted) \d+$/.test(name))
  const markAt = new Map(marks.map(({ name, ts }) => [name, ts]))
  const page = marks[0]
  const threads = Map.groupBy(
    events.filter(({ name, ph, pid }) => ph === 'X' && pid === page?.pid && scripts.has(name)),
    ({ tid }) => tid
  )
  const updates: UpdateScript[] = []
  for (let update = 0; ; update++) {
    const from = markAt.get(`moved ${update}`)
    const to = markAt.get(`painted ${update}`)
    if (from === undefined || to === undefined) return updates
    let all = 0
    let pageMillis = 0
    for (const [tid, list] of threads) {
      const millis = covered(list, from, to) / 1000
      all += millis
      if (tid === page?.tid) pageMillis += millis
    }
    updates.push({ all, page: pageMillis })
  }
}

/** Processor microseconds of the outermost events between two times; of one that reaches beyond, its share. */
function covered(events: readonly TraceEvent[], from: number, to: number): number {
  const sorted = events.toSorted((a, b) => a.ts - b.ts)
  let sum = 0
  let end = from
  for (const { ts, dur = 0, tdur = dur } of sorted) {
    const start = Math.max(ts, end)
    const stop = Math.min(ts + dur, to)
    if (stop <= start) continue
    sum += (tdur * (stop - start)) / dur
    end = stop
  }
  return sum
}
