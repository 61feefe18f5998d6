import { hostNetworkMessages as m } from '#messages/host/network.ts'
import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { AppError } from '#shared/app-error.ts'

/** What this computer shows to a server that asks for a certificate (mutual TLS). */
export interface ClientCertificate {
  readonly cert?: Buffer
  readonly key?: Buffer
  readonly passphrase?: string
}

/**
 * The certificate and key, PEM files, that POPULUS_CLIENT_CERT and POPULUS_CLIENT_KEY name; POPULUS_CLIENT_KEY_PASSPHRASE
 * opens the key. Nothing when none is named.
 * @throws AppError `invalid-input` when they cannot be read or do not belong together
 */
export function readClientCertificate(env: NodeJS.ProcessEnv): ClientCertificate {
  const certPath = env['POPULUS_CLIENT_CERT'] || undefined
  const keyPath = env['POPULUS_CLIENT_KEY'] || undefined
  const passphrase = env['POPULUS_CLIENT_KEY_PASSPHRASE'] || undefined
  if (certPath === undefined && keyPath === undefined) return {}
  if (certPath === undefined || keyPath === undefined)
    throw new AppError('invalid-input', m.populusCLIENTCERTAndPOPULUSCLIENT)
  try {
    const certificate = {
      cert: readFileSync(certPath),
      key: readFileSync(keyPath),
      ...(passphrase === undefined ? {} : { passphrase })
    }
    createSecureContext(certificate)
    return certificate
  } catch (cause) {
    throw new AppError('invalid-input', m.theClientCertificateCannotBeUsed, { cause })
  }
}
