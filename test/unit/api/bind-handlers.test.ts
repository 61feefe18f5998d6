import { describe, expect, it } from 'vitest'
import { methods, type ServiceHandlers } from '#shared/contract/contract.ts'
import { bindHandlers } from '../../../src-main/api/bind-handlers.ts'

/** Answers every call with its own name, from methods that need the object that they are of. */
class Service {
  readonly #name: string

  constructor(name: string) {
    this.#name = name
    for (const call of Object.keys(methods))
      if (call.startsWith(`${name}.`))
        Object.assign(this, { [call.slice(name.length + 1)]: () => Promise.resolve(this.#answer(call)) })
  }

  #answer(call: string): string {
    return `${this.#name} answers ${call}`
  }
}

describe('handlers', () => {
  it('are bound to the calls of the contract by the name of the service and of its method', async () => {
    const names = Object.keys(methods)
    const services = Object.fromEntries(names.map((name) => [name.split('.')[0]!, new Service(name.split('.')[0]!)]))
    const handlers = bindHandlers(services as unknown as ServiceHandlers)
    expect(Object.keys(handlers)).toEqual(names)
    const answers = await Promise.all(Object.values(handlers).map((handler) => (handler as () => Promise<unknown>)()))
    expect(answers).toEqual(names.map((name) => `${name.split('.')[0]} answers ${name}`))
  })
})
