import { untrack } from 'svelte'
import { toWireError, type WireError } from '#shared/app-error.ts'
import { yieldToPaint } from '../feedback/yield-to-paint.ts'

const SLOW_AFTER_MS = 300

/** A calculation as a screen watches it. The old value stays while a new one is calculated. */
export interface QueryState<T> {
  readonly value: T | undefined
  /** A calculation is under way. */
  readonly loading: boolean
  /** It has been under way for more than 300 ms: say "Calculating…". */
  readonly slow: boolean
  readonly error: WireError | undefined
  /** `value` belongs to an earlier question. */
  readonly stale: boolean
  /** Asks again after an error. */
  retry(): void
}

/** What is asked for. */
export interface QueryOptions<T> {
  /** Equal for equal questions; `undefined` asks for nothing and keeps the value. Read again whenever something in it changes. */
  readonly key: () => string | undefined
  /** Called for the newest key only, one after another. @param signal is aborted when nobody waits for the answer any more */
  readonly ask: (signal: AbortSignal) => Promise<T>
  /** While it is true there is nothing to ask about, and no value. */
  readonly nothing: () => boolean
}

/** Follows a question; call it while a component is set up. */
export function createQuery<T>({ key: keyOf, ask, nothing }: QueryOptions<T>): QueryState<T> {
  let value = $state.raw<T | undefined>()
  let error = $state.raw<WireError | undefined>()
  let loading = $state(false)
  let slow = $state(false)
  let valueKey = $state('')
  let attempt = $state(0)
  const wantedKey = $derived.by(() => {
    const key = keyOf()
    return key === undefined ? undefined : `${key}|${attempt}`
  })
  let running = false
  /** The component is gone, and what it derived with it. */
  let ended = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked: { readonly key: string; readonly stopping: AbortController } | undefined

  const calculate = async (): Promise<void> => {
    if (running) return
    running = true
    try {
      for (;;) {
        if (nothing()) {
          // What was asked before is asked again when there is something to ask about.
          value = undefined
          valueKey = ''
          break
        }
        const key = wantedKey
        if (key === undefined || key === valueKey) break
        const { signal } = (asked = { key, stopping: new AbortController() }).stopping
        try {
          const result = await ask(signal)
          // A kept answer is there at once: it waits until the screen that asked is built.
          await yieldToPaint()
          if (ended) break
          if (key === wantedKey) {
            value = result
            error = undefined
            valueKey = key
          }
        } catch (thrown) {
          if (ended) break
          // What was given up may be asked again.
          if (key === wantedKey && !signal.aborted) {
            error = toWireError(thrown)
            valueKey = key
          }
        }
      }
    } finally {
      running = false
      loading = slow = false
      clearTimeout(timer)
    }
  }

  $effect(() => () => {
    ended = true
    asked?.stopping.abort()
    clearTimeout(timer)
  })
  $effect(() => {
    const key = wantedKey
    const empty = nothing()
    untrack(() => {
      if (asked?.key !== key) asked?.stopping.abort()
      if (!empty && key !== undefined && key !== valueKey && !running) {
        loading = true
        timer = setTimeout(() => (slow = true), SLOW_AFTER_MS)
      }
      void calculate()
    })
  })

  return {
    get value() {
      return value
    },
    get loading() {
      return loading
    },
    get slow() {
      return slow
    },
    get error() {
      return error
    },
    get stale() {
      return value !== undefined && wantedKey !== undefined && valueKey !== wantedKey
    },
    retry: () => {
      attempt += 1
    }
  }
}
