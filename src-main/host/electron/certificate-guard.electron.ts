import type { App, Certificate, Event } from 'electron'
import type { ClockPort, LogPort } from '../../ports/host.ts'

/** Dependencies of {@link guardCertificates}. */
export interface CertificateDependencies {
  readonly clock: ClockPort
  readonly log: LogPort
  /** SHA-256 fingerprint of the client certificate to present, as `sha256/…`; needed where several would do. */
  readonly fingerprint: string | undefined
}

/**
 * Decides what Chromium would decide by itself. A certificate with an error is never accepted. Of the client certificates
 * in the system's store, which name whoever uses this computer, none is presented unless it is the only valid one or the
 * one that was configured; Chromium would present the first. A server that asks for a password gets none.
 */
export function guardCertificates(app: App, { clock, log, fingerprint }: CertificateDependencies): void {
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, decide) => {
    event.preventDefault()
    log.write('warn', 'certificate.refused')
    decide(false)
  })
  app.on('select-client-certificate', (event, _contents, _url, list, present) => {
    event.preventDefault()
    const seconds = clock.now() / 1000
    const valid = list.filter(({ validStart, validExpiry }) => validStart <= seconds && seconds < validExpiry)
    const chosen = chooseCertificate(valid, fingerprint)
    log.write('info', chosen === undefined ? 'certificate.none-presented' : 'certificate.presented')
    // Without a certificate the server decides.
    if (chosen === undefined) present()
    else present(chosen)
  })
  app.on('login', (event: Event, _contents, _details, _auth, answer) => {
    event.preventDefault()
    log.write('warn', 'login.refused')
    answer()
  })
}

function chooseCertificate(valid: readonly Certificate[], fingerprint: string | undefined): Certificate | undefined {
  if (fingerprint !== undefined) return valid.find((certificate) => certificate.fingerprint === fingerprint)
  return valid.length === 1 ? valid[0] : undefined
}
