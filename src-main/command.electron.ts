import { shellMessages as m } from '#messages/shell.ts'
import { app } from 'electron'
import { proxyChoice } from '#shared/policy/proxy-choice.ts'
import { runCommandLine, watchOutput } from './cli/command-line.ts'
import { processIo } from './cli/process-io.ts'
import { openFhirSession } from './host/electron/fhir-session.electron.ts'
import { createElectronNet } from './host/electron/net.electron.ts'
import { createSecrets } from './host/electron/secrets.electron.ts'
import { findInstallation } from './host/process/installation.ts'
import type { PolicyPort } from './ports/host.ts'

/**
 * Runs one command in the installed program and ends with its exit code: no window, no tray, no dialog, and no graphics
 * hardware. The keychain opens what it protects, and the network is that of the system, with its proxies and certificates.
 * Call it before the program is ready.
 * @param found whether there is a data folder; without one each command looks for it and says why there is none
 */
export function startCommand(
  words: readonly string[],
  moduleFolder: string,
  policies: PolicyPort,
  found: { readonly folder: boolean }
): void {
  app.disableHardwareAcceleration()
  // Only a signal or the end of the session asks the program to quit here.
  app.on('before-quit', () => app.exit(130))
  watchOutput()
  app
    .whenReady()
    .then(() => run(words, moduleFolder, policies, found))
    .then(
      (code) => app.exit(code),
      () => {
        process.stderr.write(m.somethingInsidePopulusFailedYourData)
        app.exit(70)
      }
    )
}

async function run(
  words: readonly string[],
  moduleFolder: string,
  policies: PolicyPort,
  found: { readonly folder: boolean }
): Promise<number> {
  app.dock?.hide()
  const code = await runCommandLine(words, {
    ...processIo(findInstallation(moduleFolder).threads, policies),
    ...(found.folder ? { data: app.getPath('userData') } : {}),
    secrets: createSecrets(process.platform),
    net: createElectronNet(await openFhirSession(proxyChoice(policies.current()), policies.value('Offline')))
  })
  // The program ends at once, so what was printed has to be out.
  await Promise.all([process.stdout, process.stderr].map((stream) => new Promise((done) => stream.write('', done))))
  return code
}
