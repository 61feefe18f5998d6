import type { Session } from 'electron'
import type { LogPort, PolicyPort } from '../../ports/host.ts'
import { watchDownload, type DownloadEvents } from './download-watch.electron.ts'
import { isPageUrl } from './page-origin.ts'

/** What the page may do beyond an ordinary page. Everything that is not here is denied. */
const permissions: ReadonlySet<string> = new Set([
  // "Copy" of a table, after the user asked for it.
  'clipboard-sanitized-write',
  // The full-screen item of the View menu.
  'fullscreen'
])

/**
 * Denies a session everything the program does not use: permissions, devices, screen capture, pairing, foreign addresses,
 * downloads that do not come from the page, and the spell checker, which would fetch dictionaries from the network.
 * @param tell of files that the page saves
 */
export function guardSession(
  session: Session,
  log: LogPort,
  policies: Pick<PolicyPort, 'value'>,
  tell: DownloadEvents
): void {
  const mayDo = (permission: string): boolean =>
    permissions.has(permission) && (permission !== 'clipboard-sanitized-write' || policies.value('AllowClipboard'))
  session.setPermissionRequestHandler((contents, permission, decide) => {
    const allowed = mayDo(permission) && isPageUrl(contents.getURL())
    if (!allowed) log.write('warn', 'session.permission-denied')
    decide(allowed)
  })
  session.setPermissionCheckHandler((_contents, permission, origin) => mayDo(permission) && isPageUrl(origin))
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, decide) => decide({}))
  session.setBluetoothPairingHandler((_details, decide) => decide({ confirmed: false }))
  session.setSpellCheckerEnabled(false)
  session.webRequest.onBeforeRequest((details, decide) => {
    const allowed = isOwnRequest(details.url)
    if (!allowed) log.write('warn', 'session.request-blocked')
    decide({ cancel: !allowed })
  })
  session.on('will-download', (event, item) => {
    if (isPageUrl(item.getURL().replace(/^blob:/, '')) && mayDownload(policies)) {
      watchDownload(item, log, tell)
      return
    }
    log.write('warn', 'session.download-blocked')
    event.preventDefault()
    tell.ended({ url: item.getURL(), saved: false })
  })
}

/** Files of both kinds come as downloads: data, and prints as PDF. The services decide about each; this holds where both are off. */
function mayDownload(policies: Pick<PolicyPort, 'value'>): boolean {
  return policies.value('AllowCsvExport') || policies.value('AllowPrint')
}

/** The page's own origin, what the page makes itself, and the developer tools of an unpackaged build. */
function isOwnRequest(address: string): boolean {
  if (address.startsWith('data:') || address.startsWith('devtools://')) return true
  return isPageUrl(address.replace(/^blob:/, ''))
}
