import { fromWireError } from '#shared/app-error.ts'
import type { Bridge } from '#shared/contract/bridge.ts'
import type { EventName, Events, Input, MethodName, Output, Transport } from '#shared/contract/contract.ts'

/**
 * Connects the page to its host. Call once per window.
 *
 * A call resolves with the output of the contract and rejects with an `AppError`, whose message may be shown.
 */
export function connect(bridge: Bridge): Transport {
  return {
    async call<M extends MethodName>(name: M, input: Input<M>): Promise<Output<M>> {
      const reply = await bridge.call(name, input)
      if (!reply.ok) throw fromWireError(reply.error)
      // The host checked the value against the output schema of this method before it sent it.
      return reply.value as Output<M>
    },
    subscribe<E extends EventName>(name: E, listener: (value: Events[E]) => void): () => void {
      return bridge.subscribe((event, value) => {
        if (event === name) listener(value as Events[E])
      })
    }
  }
}
