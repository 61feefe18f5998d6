import { engineMessages as m } from '#messages/engine.ts'
import type { Exchange } from '../store/model/exchange.ts'
import { ReferenceElsewhere } from './range-targets.ts'
import { ShardPartWriter, readShardPart } from './part-bytes.ts'

/** Memory through which threads exchange parts. It crosses to a thread as it is. */
export interface ExchangeMemory {
  /** What each thread has done; see the places below. The last number is not 0 when a thread has ended. */
  readonly state: Int32Array<SharedArrayBuffer>
  /** Two for each thread, in turn, so that a thread can give its next part before all have read the one before. */
  readonly parts: readonly SharedArrayBuffer[]
}

/** Places of each thread in the state: how many parts it has given, the bytes of its last two parts, and why it stopped. */
const GIVEN = 0
const BYTES = 1
const STOPPED = 3
const PLACES = 4
/** Why a thread stopped: by any error, or since it was asked for a record that another thread has. */
const BY_ERROR = 1
const BY_REFERENCE = 2
/** A part larger than this cannot be exchanged: some ten million numbers. */
const MAX_BYTES = 1 << 28
/** Looks at another thread before this one sleeps, some 20 microseconds. */
const LOOKS = 2000
/** Milliseconds between two looks at whether the others are still at work. */
const PATIENCE_MS = 1000
/** A thread that gives nothing for ten minutes is gone. */
const MAX_SLEEPS = 600

/** Makes the memory for some threads. */
export function exchangeMemory(threads: number): ExchangeMemory {
  return {
    state: new Int32Array(new SharedArrayBuffer((threads * PLACES + 1) * Int32Array.BYTES_PER_ELEMENT)),
    parts: Array.from({ length: threads * 2 }, () => new SharedArrayBuffer(1 << 16, { maxByteLength: MAX_BYTES }))
  }
}

/** Thrown in the other threads when one of them has failed, or when threads do not ask the same. */
export class ExchangeBroken extends Error {}

/** One thread's side of an exchange. */
export interface SharedExchange extends Exchange {
  /** Tells the others that this thread will not give what they wait for. @param error that ended it */
  fail(error: unknown): void
}

/** Gets the memory ready for the next question. No thread may be at work. */
export function resetExchange({ state }: ExchangeMemory): void {
  state.fill(0, 0, state.length - 1)
}

/** Tells all threads that one of them has ended: who waits for it hears of no event. No question is answered after that. */
export function noteEnd({ state }: ExchangeMemory): void {
  Atomics.store(state, state.length - 1, 1)
  for (let place = GIVEN; place < state.length - 1; place += PLACES) Atomics.notify(state, place)
}

/**
 * Opens a thread's side for one question. All threads gather the same parts in the same order, and wait for each other without messages, so that
 * what they calculate stays plain synchronous code.
 * @param thread from 0, in the order of the shards that the threads have
 * @param hasEnded whether another thread has ended, where that can be told without an event
 */
export function sharedExchange(
  memory: ExchangeMemory,
  thread: number,
  hasEnded: () => boolean = () => false
): SharedExchange {
  const { state, parts } = memory
  const threads = parts.length / 2
  const writer = new ShardPartWriter()
  let given = 0

  function give(value: unknown): void {
    const bytes = writer.write(value)
    const turn = given % 2
    const buffer = parts[thread * 2 + turn]!
    if (bytes.length > MAX_BYTES) throw new ExchangeBroken(m.aPartOfAShardIs)
    if (buffer.byteLength < bytes.length) buffer.grow(Math.min(MAX_BYTES, bytes.length * 2))
    new Uint8Array(buffer).set(bytes)
    Atomics.store(state, thread * PLACES + BYTES + turn, bytes.length)
    Atomics.store(state, thread * PLACES + GIVEN, ++given)
    Atomics.notify(state, thread * PLACES + GIVEN)
  }

  /** Waits until a thread has given as many parts as this one. */
  function waitFor(other: number): void {
    const place = other * PLACES + GIVEN
    // Threads have about the same to do, so that sleeping would mostly take longer than waiting.
    for (let look = 0; look < LOOKS; look++) if (Atomics.load(state, place) >= given) return
    let sleeps = 0
    for (let seen = Atomics.load(state, place); seen < given; seen = Atomics.load(state, place)) {
      if (sleeps++ === MAX_SLEEPS) throw new ExchangeBroken(m.anotherThreadGivesNothing)
      const reason = Atomics.load(state, other * PLACES + STOPPED)
      if (reason === BY_REFERENCE) throw new ReferenceElsewhere()
      if (reason === BY_ERROR) throw new ExchangeBroken(m.anotherThreadHasStopped)
      if (Atomics.load(state, state.length - 1) !== 0) throw new ExchangeBroken(m.anotherThreadHasStopped)
      if (Atomics.wait(state, place, seen, PATIENCE_MS) === 'timed-out' && hasEnded()) noteEnd(memory)
    }
  }

  function take(other: number, label: string): readonly unknown[] {
    waitFor(other)
    const turn = (given - 1) % 2
    const length = Atomics.load(state, other * PLACES + BYTES + turn)
    const bytes = new Uint8Array(new Uint8Array(parts[other * 2 + turn]!, 0, length))
    const message = readShardPart(bytes) as { readonly label: string; readonly parts: readonly unknown[] }
    if (message.label !== label) throw new ExchangeBroken(m.oneThreadAsksAndAnother(label, message.label))
    return message.parts
  }

  return {
    gather(threadParts, label) {
      give({ label, parts: threadParts })
      return Array.from({ length: threads }, (_, other) => (other === thread ? threadParts : take(other, label))).flat()
    },
    fail(error) {
      const reason = error instanceof ReferenceElsewhere ? BY_REFERENCE : BY_ERROR
      Atomics.store(state, thread * PLACES + STOPPED, reason)
      Atomics.notify(state, thread * PLACES + GIVEN)
    }
  }
}
