import { appendFileSync } from 'node:fs'
import { Socket } from 'node:net'
import { Socket as DatagramSocket } from 'node:dgram'
import dns from 'node:dns'

// Loaded before a program starts: writes down every connection, datagram and look-up of a name that it begins, whoever asks for it.

const file = process.env['TEST_SOCKETS'] ?? ''

function note(what: string): void {
  appendFileSync(file, `${what}\n`)
}

/** Where a connection goes, from the arguments in their many forms. */
function placeOf(given: readonly unknown[]): string {
  const [first] = given.flat(2)
  if (typeof first === 'object' && first !== null) {
    const { host = 'localhost', port, path } = first as { host?: string; port?: number; path?: string }
    return port === undefined && path !== undefined ? `pipe ${path}` : `${host}:${String(port)}`
  }
  return String(first)
}

/** Puts a note before each call of a method. */
function watch(owner: object, method: string, what: (given: readonly unknown[]) => string): void {
  const original = Reflect.get(owner, method) as (this: unknown, ...given: readonly unknown[]) => unknown
  Reflect.set(owner, method, function (this: unknown, ...given: readonly unknown[]): unknown {
    note(what(given))
    return Reflect.apply(original, this, given)
  })
}

watch(Socket.prototype, 'connect', (given) => `connect ${placeOf(given)}`)

watch(DatagramSocket.prototype, 'send', () => 'datagram')
watch(dns, 'lookup', ([name]) => `look up ${String(name)}`)
