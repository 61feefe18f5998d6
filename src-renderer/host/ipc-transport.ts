import { bridgeName, type Bridge } from '#shared/contract/bridge.ts'

/** @returns the bridge of the preload script, or `undefined` in an ordinary browser */
export function ipcBridge(scope: object = globalThis): Bridge | undefined {
  const candidate: unknown = Reflect.get(scope, bridgeName)
  return isBridge(candidate) ? candidate : undefined
}

function isBridge(value: unknown): value is Bridge {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof Reflect.get(value, 'call') === 'function' &&
    typeof Reflect.get(value, 'subscribe') === 'function'
  )
}
