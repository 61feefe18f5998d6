import { isIP } from 'node:net'
import { connect, createSecureContext, getCACertificates, type ConnectionOptions } from 'node:tls'
import type { SinkAddress, SinkProblem } from '#shared/audit-sink.ts'
import { errorCode } from '#shared/error-code.ts'
import type { CollectorPort } from '../../ports/host.ts'
import { readClientCertificate } from './client-certificate.ts'
import { isCertificateProblem } from './network-failure.ts'

/** A collector that does nothing for so long is given up. */
const idleMs = 30_000

/**
 * Log collectors that take syslog over TLS (RFC 5425), TLS 1.2 or later. Each delivery has a connection of its own: syslog
 * has no receipt, but a collector that closes its side after ours has read everything before.
 */
export function createCollectorNet(env: NodeJS.ProcessEnv = process.env, timeoutMs = idleMs): CollectorPort {
  return {
    async send(to, bytes, authorities) {
      const options = connectionOptions(to, authorities, env)
      return areCertificates(authorities) ? deliver(options, bytes, timeoutMs) : 'certificate'
    }
  }
}

function connectionOptions(
  { host, port }: SinkAddress,
  authorities: string,
  env: NodeJS.ProcessEnv
): ConnectionOptions {
  const name = host.replace(/^\[|\]$/g, '')
  return {
    host: name,
    port,
    minVersion: 'TLSv1.2',
    ca: authorities === '' ? [...getCACertificates('default'), ...getCACertificates('system')] : [authorities],
    ...(isIP(name) === 0 ? { servername: name } : {}),
    ...readClientCertificate(env)
  }
}

/** Whether TLS can read them. */
function areCertificates(authorities: string): boolean {
  try {
    if (authorities !== '') createSecureContext({ ca: authorities })
    return true
  } catch {
    return false
  }
}

function deliver(options: ConnectionOptions, bytes: Uint8Array, timeoutMs: number): Promise<SinkProblem | undefined> {
  return new Promise((resolve) => {
    let stage: 'connecting' | 'sending' | 'sent' = 'connecting'
    const socket = connect(options, () => {
      stage = 'sending'
      socket.end(bytes, () => (stage = 'sent'))
    })
    const finish = (problem: SinkProblem | undefined): void => {
      resolve(problem)
      socket.destroy()
    }
    socket.setTimeout(timeoutMs, () =>
      finish(stage === 'connecting' ? 'unreachable' : stage === 'sending' ? 'cut' : 'not-closed')
    )
    socket.once('error', (error: Error) => finish(stage === 'connecting' ? connectProblem(error) : 'cut'))
    // What a collector may say is of no interest, but has to be read for its end to come.
    socket.resume()
    socket.once('end', () => finish(stage === 'sent' ? undefined : 'cut'))
    socket.once('close', () => finish('cut'))
  })
}

function connectProblem(error: Error): SinkProblem {
  const code = errorCode(error)
  if (isCertificateProblem(code)) return 'certificate'
  return code === 'ECONNREFUSED' ? 'refused' : 'unreachable'
}
