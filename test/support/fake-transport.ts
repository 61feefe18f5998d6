import type { EventName, Events, Input, MethodName, Output, Transport } from '#shared/contract/contract.ts'

/** Answers of some methods; the others fail. */
export type FakeAnswers = {
  readonly [M in MethodName]?: (input: Input<M>) => Output<M> | Promise<Output<M>>
}

/** A transport without services: it answers from a table and writes down what was asked. */
export interface FakeTransport extends Transport {
  /** Name and input of each call, in their order. */
  readonly calls: readonly (readonly [MethodName, unknown])[]
  /** Sends an event to those who subscribed. */
  emit<E extends EventName>(name: E, value: Events[E]): void
}

/** @param answers may be changed between calls */
export function fakeTransport(answers: FakeAnswers): FakeTransport {
  const calls: (readonly [MethodName, unknown])[] = []
  const listeners = new Map<EventName, ((value: never) => void)[]>()
  return {
    calls,
    async call<M extends MethodName>(name: M, input: Input<M>): Promise<Output<M>> {
      calls.push([name, input])
      const answer = answers[name]
      if (answer === undefined) throw new Error(`${name} was not expected`)
      return answer(input)
    },
    subscribe(name, listener) {
      listeners.set(name, [...(listeners.get(name) ?? []), listener])
      return () => listeners.delete(name)
    },
    emit(name, value) {
      for (const listener of listeners.get(name) ?? []) listener(value as never)
    }
  }
}
