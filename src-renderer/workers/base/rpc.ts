import { fromWireError, toWireError, type WireError } from '#shared/app-error.ts'

/**
 * Typed calls over a message port. A call is `{ id, name, args }`, an answer `{ id, value | error }`. Errors cross in their
 * wire form only. Buffers to move instead of copy are named by the caller with {@link transfer}.
 */
interface Call {
  readonly id: number
  readonly name: string
  readonly args: readonly unknown[]
}
interface Answer {
  readonly id: number
  readonly value?: unknown
  readonly error?: WireError
}

/** What a port must offer: a Worker, a MessagePort or a worker's own scope. */
export interface Endpoint {
  postMessage(message: unknown, transfer?: Transferable[]): void
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void
}

/** The names of T whose values can be called. */
type AsyncApi<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => infer R ? (...args: A) => Promise<Awaited<R>> : never
}

const transfers = new WeakMap<object, Transferable[]>()

/** Marks buffers inside `value` to be moved when it is sent as an argument or an answer. */
export function transfer<T extends object>(value: T, buffers: Transferable[]): T {
  transfers.set(value, buffers)
  return value
}

function buffersOf(values: readonly unknown[]): Transferable[] {
  return values.flatMap((value) => (typeof value === 'object' && value !== null ? (transfers.get(value) ?? []) : []))
}

function isCall(message: unknown): message is Call {
  return typeof message === 'object' && message !== null && 'name' in message && 'args' in message
}

function isAnswer(message: unknown): message is Answer {
  return typeof message === 'object' && message !== null && 'id' in message && !('name' in message)
}

/** Answers calls that arrive at `endpoint` with the methods of `api`. */
export function serve(endpoint: Endpoint, api: object): void {
  const table = new Map<string, (...args: readonly unknown[]) => unknown>(
    Object.entries(api).filter(
      (entry): entry is [string, (...args: readonly unknown[]) => unknown] => typeof entry[1] === 'function'
    )
  )
  endpoint.addEventListener('message', (event) => {
    const call = event.data
    if (!isCall(call)) return
    const run = async (): Promise<unknown> => {
      const handler = table.get(call.name)
      if (handler === undefined) throw new Error(`no method ${call.name}`)
      return handler(...call.args)
    }
    run().then(
      (value) => {
        endpoint.postMessage({ id: call.id, value } satisfies Answer, buffersOf([value]))
      },
      (error: unknown) => {
        endpoint.postMessage({ id: call.id, error: toWireError(error) } satisfies Answer)
      }
    )
  })
}

/** Calls the methods that the other side of `endpoint` serves. */
export function callable<T>(endpoint: Endpoint): AsyncApi<T> {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>()
  let next = 0
  endpoint.addEventListener('message', (event) => {
    const answer = event.data
    if (!isAnswer(answer)) return
    const call = waiting.get(answer.id)
    waiting.delete(answer.id)
    if (answer.error === undefined) call?.resolve(answer.value)
    else call?.reject(fromWireError(answer.error))
  })
  return new Proxy({} as AsyncApi<T>, {
    get: (_, name) => {
      // A proxy that is awaited must not look like a promise.
      if (typeof name !== 'string' || name === 'then') return undefined
      return (...args: readonly unknown[]) =>
        new Promise((resolve, reject) => {
          const id = next++
          waiting.set(id, { resolve, reject })
          endpoint.postMessage({ id, name, args } satisfies Call, buffersOf(args))
        })
    }
  })
}
