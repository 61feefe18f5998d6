import { fromWireError, toWireError, type AppError } from '#shared/app-error.ts'
import {
  isAbortMessage,
  isAnswerMessage,
  isCallMessage,
  type AbortMessage,
  type AnswerMessage,
  type CallMessage
} from './rpc-messages.ts'
import type { ThreadPort } from './thread-port.ts'

/** The methods of T, as they are called from another thread. */
export type RemoteApi<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => infer R ? (...args: A) => Promise<Awaited<R>> : never
}

/** Calls of the other side of a port. */
export interface RemoteCalls<T> {
  readonly api: RemoteApi<T>
  /** Rejects the calls under way, and all that come after, with `error`. */
  fail(error: AppError): void
}

/** How long a call that was aborted may take to end. */
export interface AbortGrace {
  readonly ms: number
  /** Called when the time is over. @param reason of the signal */
  over(reason: unknown): void
}

type Method = (...args: readonly unknown[]) => unknown

const transfers = new WeakMap<object, ArrayBuffer[]>()

/** Marks buffers inside `value` to be moved when it is sent as an argument or an answer. */
export function transfer<T extends object>(value: T, buffers: ArrayBuffer[]): T {
  transfers.set(value, buffers)
  return value
}

function buffersOf(values: readonly unknown[]): ArrayBuffer[] {
  return values.flatMap((value) => (typeof value === 'object' && value !== null ? (transfers.get(value) ?? []) : []))
}

/**
 * Answers calls that arrive at `port` with the methods of `api`. Errors cross in their wire form only. An AbortSignal that
 * the caller passes is one here, too, and is aborted when the caller's is.
 */
export function serve(port: ThreadPort, api: object): void {
  const methods = new Map<string, Method>(
    Object.entries(api).filter((entry): entry is [string, Method] => typeof entry[1] === 'function')
  )
  const aborts = new Map<number, AbortController>()

  async function answer(call: CallMessage, id: number): Promise<void> {
    try {
      const method = methods.get(call.name)
      if (method === undefined) throw new Error(`no method ${call.name}`)
      const value = await method(...argumentsOf(call, id))
      port.send({ id, value } satisfies AnswerMessage, buffersOf([value]))
    } catch (error) {
      port.send({ id, error: toWireError(error) } satisfies AnswerMessage, [])
    } finally {
      aborts.delete(id)
    }
  }

  function argumentsOf({ args, signal }: CallMessage, id: number): readonly unknown[] {
    if (signal === undefined) return args
    const controller = new AbortController()
    aborts.set(id, controller)
    return args.with(signal, controller.signal)
  }

  port.receive((message) => {
    if (isAbortMessage(message)) aborts.get(message.id)?.abort(fromWireError(message.abort))
    else if (isCallMessage(message)) {
      if (message.id === undefined) methods.get(message.name)?.(...message.args)
      else void answer(message, message.id)
    }
  })
}

/**
 * Calls the methods that the other side of `port` serves. An AbortSignal among the arguments of a call (one at most)
 * crosses, and the call ends when the other side ends it.
 * @param grace for calls that were aborted; without it the other side is waited for
 */
export function createCalls<T>(port: ThreadPort, grace?: AbortGrace): RemoteCalls<T> {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let failure: AppError | undefined
  let next = 0

  port.receive((message) => {
    if (!isAnswerMessage(message)) return
    const call = waiting.get(message.id)
    if (message.error === undefined) call?.resolve(message.value)
    else call?.reject(fromWireError(message.error))
  })

  /** Tells the other side of an abort. @returns what stops doing so */
  function follow(signal: AbortSignal, id: number): () => void {
    let deadline: ReturnType<typeof setTimeout> | undefined
    const abort = (): void => {
      port.send({ id, abort: toWireError(signal.reason) } satisfies AbortMessage, [])
      if (grace !== undefined) deadline = setTimeout(() => grace.over(signal.reason), grace.ms)
    }
    signal.addEventListener('abort', abort, { once: true })
    return () => {
      signal.removeEventListener('abort', abort)
      clearTimeout(deadline)
    }
  }

  async function call(name: string, args: readonly unknown[]): Promise<unknown> {
    if (failure !== undefined) throw failure
    const position = args.findIndex((arg) => arg instanceof AbortSignal)
    const signal = args[position] as AbortSignal | undefined
    signal?.throwIfAborted()
    const id = next++
    const answer = Promise.withResolvers<unknown>()
    waiting.set(id, answer)
    const unfollow = signal === undefined ? undefined : follow(signal, id)
    try {
      const message: CallMessage =
        signal === undefined ? { id, name, args } : { id, name, args: args.with(position, undefined), signal: position }
      port.send(message, buffersOf(args))
      return await answer.promise
    } finally {
      waiting.delete(id)
      unfollow?.()
    }
  }

  return {
    api: methodsBy<RemoteApi<T>>((name, args) => call(name, args)),
    fail(error) {
      failure ??= error
      for (const answer of waiting.values()) answer.reject(failure)
    }
  }
}

/** The methods that the other side of `port` serves. */
export function callable<T>(port: ThreadPort): RemoteApi<T> {
  return createCalls<T>(port).api
}

/**
 * Tells the other side of `port`, which is not waited for. It must not fail there. Unlike {@link callable} this does not
 * listen, so that it does not keep a thread alive.
 */
export function notifier<T extends Record<keyof T, (...args: never[]) => void>>(port: ThreadPort): T {
  return methodsBy<T>((name, args) => port.send({ name, args } satisfies CallMessage, buffersOf(args)))
}

function methodsBy<T extends object>(send: (name: string, args: readonly unknown[]) => unknown): T {
  return new Proxy({} as T, {
    get(_, name) {
      // A proxy that is awaited must not look like a promise.
      if (typeof name !== 'string' || name === 'then') return undefined
      return (...args: readonly unknown[]) => send(name, args)
    }
  })
}
