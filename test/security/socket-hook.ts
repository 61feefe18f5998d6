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

const { connect } = Socket.prototype
Socket.prototype.connect = function (this: Socket, ...given: Parameters<Socket['connect']>): Socket {
  note(`connect ${placeOf(given)}`)
  return connect.apply(this, given)
} as Socket['connect']

const { send } = DatagramSocket.prototype
DatagramSocket.prototype.send = function (this: DatagramSocket, ...given: Parameters<DatagramSocket['send']>): void {
  note('datagram')
  send.apply(this, given)
} as DatagramSocket['send']

const { lookup } = dns
Object.defineProperty(dns, 'lookup', {
  value: (...given: Parameters<typeof lookup>): void => {
    note(`look up ${given[0]}`)
    lookup(...given)
  }
})
