import { methods, type Handlers, type ServiceHandlers } from '#shared/contract/contract.ts'

type AnyHandlers = Readonly<Record<string, Readonly<Record<string, (...args: never[]) => Promise<unknown>>>>>

/** Binds each call of the contract to the method of its service that has its name: `worklist.read` to `read` of `worklist`. */
export function bindHandlers(services: ServiceHandlers): Handlers {
  const bound = Object.keys(methods).map((name) => {
    const [service = '', call = ''] = name.split('.')
    // The names come from the contract at run time, where the compiler cannot follow them.
    const handlers = (services as unknown as AnyHandlers)[service]
    return [name, handlers?.[call]?.bind(handlers)]
  })
  return Object.fromEntries(bound) as Handlers
}
