import { isIP } from 'node:net'
import { connect } from 'node:tls'

const timeoutMs = 5000

/**
 * Who issued the certificate that a server shows, for a sentence about why it is not trusted. Opens a connection of its
 * own, sends nothing on it, and closes it after the handshake.
 * @returns common name or organization of the issuer; `undefined` when it cannot be told
 */
export function certificateIssuer({ hostname, port }: URL): Promise<string | undefined> {
  const host = hostname.replace(/^\[|\]$/g, '')
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port: port === '' ? 443 : Number(port),
      // Only looked at, never used for data.
      rejectUnauthorized: false,
      ...(isIP(host) === 0 ? { servername: host } : {})
    })
    const finish = (issuer: string | undefined): void => {
      resolve(issuer)
      socket.destroy()
    }
    socket.setTimeout(timeoutMs, () => finish(undefined))
    socket.once('error', () => finish(undefined))
    socket.once('secureConnect', () => {
      const { issuer } = socket.getPeerCertificate()
      const name: unknown = issuer === undefined ? undefined : (issuer.CN ?? issuer.O)
      finish(typeof name === 'string' ? name.replaceAll(/[^\p{L}\p{N} .,_()-]/gu, ' ').slice(0, 100) : undefined)
    })
  })
}
