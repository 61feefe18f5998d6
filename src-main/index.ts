import { shellMessages as m } from '#messages/shell.ts'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { app, BrowserWindow, dialog, Menu, nativeTheme, session as sessions } from 'electron'
import * as v from 'valibot'
import { pageCommandRights } from '#shared/rights/command-rights.ts'
import { missingRight, rightsOf } from '#shared/rights/right.ts'
import type { EventName, Events } from '#shared/contract/contract.ts'
import { oneAtATime } from '#shared/one-at-a-time.ts'
import { proxyChoice } from '#shared/policy/proxy-choice.ts'
import { startCommand } from './command.electron.ts'
import { compose } from './composition/compose.ts'
import { commandArguments } from './host/electron/command-arguments.ts'
import { managedFolderProblem, policyProblems } from './composition/policy-problems.ts'
import { findPolicies } from './policy/find-policies.ts'
import { findInstallation, type Installation } from './host/process/installation.ts'
import type { Host, PolicyPort, ProgressPort } from './ports/host.ts'
import { commandStarter } from './host/process/start-command.ts'
import { startProblem } from './host/process/start-problem.ts'
import { systemClock, systemRandom } from './ports/system.ts'
import { closeBeforeQuit } from './host/electron/close-before-quit.electron.ts'
import { guardCertificates } from './host/electron/certificate-guard.electron.ts'
import { guardContents } from './host/electron/contents-guard.electron.ts'
import { recoverFromCrashes } from './host/electron/crash-recovery.electron.ts'
import { refusedSwitch } from './host/electron/debugging-switches.ts'
import { createDialogs } from './host/electron/dialogs.electron.ts'
import {
  argumentsToStart,
  HandedPaths,
  linksFromCommandLine,
  pathsFromCommandLine
} from './host/electron/handed-paths.ts'
import { registerLinks } from './host/electron/link-scheme.electron.ts'
import { backgroundSwitch, createLoginItem } from './host/electron/login-item.electron.ts'
import { createIpc } from './host/electron/ipc.electron.ts'
import { menuTemplate } from './host/electron/menu-model.ts'
import { registerPageScheme, servePage } from './host/electron/protocol.electron.ts'
import { guardSession } from './host/electron/session-guard.electron.ts'
import { createCollectorNet } from './host/network/syslog-tls.ts'
import { openFhirSession } from './host/electron/fhir-session.electron.ts'
import { createElectronNet } from './host/electron/net.electron.ts'
import { createNotifier } from './host/electron/notifier.electron.ts'
import { electronPower } from './host/electron/power.electron.ts'
import { systemBrowser } from './host/electron/browser.electron.ts'
import { electronPrinter } from './host/electron/printer.electron.ts'
import { dataFolder } from './host/process/data-folder.ts'
import { openSettingsFile } from './host/node/settings-file.ts'
import { serveOnLoopback } from './host/node/web-server.ts'
import { createOwner } from './host/electron/owner.electron.ts'
import { createSecrets } from './host/electron/secrets.electron.ts'
import { openWindowStore } from './host/electron/window-store.electron.ts'
import { createTray, type PopulusTray } from './host/electron/tray.electron.ts'
import { openWindow } from './host/electron/window.electron.ts'
import { errorFacts } from './log/error-facts.ts'
import { createLogger } from './log/logger.ts'
import { makePrivateFolder } from './storage/files/private-folder.ts'

/** The calls before the program is ready come in the order Electron asks for: sandbox, scheme, single instance. */
function main(moduleFolder: string): void {
  const opened = app.isPackaged ? refusedSwitch((name) => app.commandLine.hasSwitch(name)) : undefined
  if (opened !== undefined) {
    dialog.showErrorBox(m.populusDidNotStart, m.itDoesNotRunWithStart(opened))
    app.exit(1)
    return
  }
  app.enableSandbox()
  registerPageScheme()
  const installation = findInstallation(moduleFolder)
  const policies = findPolicies({ packaged: app.isPackaged, check: policyProblems })
  const managed = policies.value('DataFolder')
  const configuredFolder = process.env['POPULUS_DATA']
  const { platform, env } = process
  const command = commandArguments(process.argv)
  const problem = managedFolderProblem(managed)
  if (problem !== undefined) {
    // "populus policy" and "populus health" tell what is wrong; the other commands refuse.
    if (command !== undefined) startCommand(command, moduleFolder, policies, { folder: false })
    else {
      dialog.showErrorBox(m.populusCouldNotStart, problem)
      app.exit(1)
    }
    return
  }
  if (managed !== undefined)
    app.setPath('userData', dataFolder({ platform, env, home: homedir(), exists: existsSync, managed }))
  else if (configuredFolder) app.setPath('userData', resolve(configuredFolder))
  // Electron's own choice there is the roaming folder.
  else if (platform === 'win32')
    app.setPath('userData', dataFolder({ platform, env, home: homedir(), exists: existsSync }))
  if (command !== undefined) {
    startCommand(command, moduleFolder, policies, { folder: true })
    return
  }
  const paths = pathsFromCommandLine(process.argv, app.isPackaged, process.cwd())
  const links = linksFromCommandLine(process.argv, app.isPackaged)
  if (!app.requestSingleInstanceLock({ paths, links })) {
    app.quit()
    return
  }
  if (process.platform === 'win32') app.setAppUserModelId('org.populus.app')

  // Files may be handed over before the services exist.
  const early = { paths: [...paths], links: [...links] }
  let hand: Hand = (more, further) => {
    early.paths.push(...more)
    early.links.push(...further)
  }
  app.on('open-file', (event, path) => {
    event.preventDefault()
    hand([path], [])
  })
  app.on('open-url', (event, link) => {
    event.preventDefault()
    hand([], [link])
  })
  app.on('second-instance', (_event, _argv, _folder, data) => {
    const handed = v.safeParse(HandedPaths, data)
    hand(handed.success ? handed.output.paths : [], handed.success ? (handed.output.links ?? []) : [])
  })
  app
    .whenReady()
    .then(async () => {
      hand = await start(installation, policies)
      hand(early.paths, early.links)
    })
    .catch(giveUp)
}

/** Without a window a dialog is the only place to say what went wrong. */
function giveUp(error: unknown): void {
  dialog.showErrorBox(m.populusCouldNotStart, startProblem(error, app.getPath('userData')))
  app.exit(1)
}

/** Takes paths and links that come from outside and shows the window. */
type Hand = (paths: readonly string[], links: readonly string[]) => void

async function start(installation: Installation, policies: PolicyPort): Promise<Hand> {
  const data = app.getPath('userData')
  await makePrivateFolder(data)
  const log = createLogger(join(data, 'logs', 'populus.log'), systemClock)
  process.on('unhandledRejection', (error) => log.write('error', 'host.unhandled', errorFacts(error)))
  app.on('web-contents-created', (_event, contents) => guardContents(contents, log))
  guardCertificates(app, { clock: systemClock, log, fingerprint: process.env['POPULUS_CLIENT_CERT_FINGERPRINT'] })
  app.on('child-process-gone', (_event, { reason, exitCode }) =>
    log.write('error', 'host.child-gone', { reason, exitCode })
  )

  const icons = join(installation.resources, 'icons')
  const windowState = openWindowStore({ folder: data, clock: systemClock, log })
  let window: BrowserWindow | undefined
  const ipc = createIpc(log)
  const protectsContent = (): boolean =>
    policies.value('ContentProtection') || process.env['POPULUS_CONTENT_PROTECTION'] === '1'
  let quitting = false
  app.on('before-quit', () => (quitting = true))

  /** Filled when the window can be shown. Settings may change, and notifications be clicked, before that. */
  const place: { tray?: PopulusTray; drawMenu?: () => Promise<void>; applySettings?: () => void; show?: () => void } =
    {}
  const progress: ProgressPort[] = [{ show: (fraction) => window?.setProgressBar(fraction ?? -1) }]
  const owner = createOwner(process.platform)
  const host: Host = {
    kind: 'electron',
    version: installation.version,
    platform: process.platform,
    headless: false,
    settings: await openSettingsFile(join(data, 'settings.json'), systemClock, log),
    policies,
    paths: { ...installation, data },
    dialogs: createDialogs(() => window),
    printer: electronPrinter,
    progress: {
      show(fraction) {
        for (const place of progress) place.show(fraction)
      }
    },
    secrets: createSecrets(process.platform),
    ...(owner === undefined ? {} : { owner }),
    net: createElectronNet(await openFhirSession(proxyChoice(policies.current()), policies.value('Offline'))),
    collector: createCollectorNet(),
    commands: commandStarter(
      process.execPath,
      app.isPackaged ? ['--headless'] : [app.getAppPath(), '--headless'],
      data
    ),
    serve: (handler) => serveOnLoopback(handler),
    browser: systemBrowser(() => policies.value('DeepLinks')),
    power: electronPower,
    notifier: createNotifier(() => place.show?.()),
    clock: systemClock,
    random: systemRandom,
    log,
    emit<E extends EventName>(name: E, value: Events[E]) {
      if (name === 'settings.changed') place.applySettings?.()
      // Roles that were assigned here are known when the data are unlocked.
      if (name === 'roles.changed' || name === 'policies.changed' || name === 'snapshots.changed')
        place.drawMenu?.().catch((error: unknown) => log.write('error', 'host.menu-failed', errorFacts(error)))
      if (name === 'policies.changed') window?.setContentProtection(protectsContent())
      if (name === 'exports.changed' || name === 'connections.changed') place.tray?.status(services.tray())
      ipc.emit(name, value)
    }
  }
  const services = await compose(host)
  const closeServices = (): Promise<void> =>
    services.close().catch((error: unknown) => log.write('error', 'host.close-failed', errorFacts(error)))
  const ending = closeBeforeQuit(app, closeServices, log, (words) => {
    const argv = process.argv.filter((word) => word !== backgroundSwitch)
    // The program of an AppImage is gone with it.
    const execPath = process.env['APPIMAGE'] ?? process.execPath
    app.relaunch({ execPath, args: argumentsToStart(argv, app.isPackaged, words) })
  })
  const applyTheme = (): void => {
    nativeTheme.themeSource = services.settings().theme
  }
  const loginItem = createLoginItem(process.platform)
  let startsAtLogin = services.settings().startAtLogin
  place.applySettings = () => {
    applyTheme()
    const { startAtLogin } = services.settings()
    // Only a change: what the user chose in the settings of the system stays otherwise.
    if (startAtLogin !== startsAtLogin) loginItem.set(startAtLogin)
    startsAtLogin = startAtLogin
  }
  applyTheme()

  // Without "persist:" the session lives in memory: no cache, cookies or storage of the page on the disk.
  const session = sessions.fromPartition('populus', { cache: false })
  guardSession(session, log, policies, {
    failed: (failed) => ipc.emit('download.failed', failed),
    ended: (ended) => ipc.emit('download.ended', ended)
  })
  servePage(session, services.site)
  ipc.answer(services.dispatch)

  const open = (): BrowserWindow =>
    openWindow({
      session,
      preload: installation.preload,
      icon: join(icons, 'icon.png'),
      state: windowState,
      devTools: !app.isPackaged,
      protectsContent: protectsContent(),
      dark: nativeTheme.shouldUseDarkColors,
      hidesOnClose: () => services.settings().closeToTray && !quitting,
      onStay: () => (quitting = false),
      onCreated(created) {
        ipc.trust(created.webContents)
        recoverFromCrashes(created, { clock: systemClock, log, quit: () => app.quit() })
        created.on('closed', () => (window = undefined))
      }
    })
  const show = (): void => {
    if (ending.hasBegun()) {
      ending.startAgain([])
      return
    }
    if (window === undefined) {
      // A new window shows itself when its first frame is ready.
      window = open()
      return
    }
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }
  place.show = show
  const run = (id: string): void => {
    show()
    ipc.emit('command.run', { id })
  }
  // With what the role of the user includes.
  const drawInTurn = oneAtATime()
  place.drawMenu = () =>
    drawInTurn(async () => {
      const rights = rightsOf(await services.access())
      const includes = (id: string): boolean => missingRight(pageCommandRights[id] ?? 'anyone', rights) === undefined
      Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, run, includes)))
    })
  await place.drawMenu()
  const tray = createTray({ icons, platform: process.platform, show, quit: () => app.quit() })
  tray.status(services.tray())
  place.tray = tray
  progress.push(tray)
  app.on('activate', show)
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  log.write('info', 'host.started', { host: host.kind, version: host.version, platform: host.platform })
  let inBackground = loginItem.startedBy(process.argv)
  if (app.isPackaged) registerLinks(policies.value('DeepLinks'))
  return (paths, links) => {
    if (ending.hasBegun()) {
      ending.startAgain([...paths, ...links])
      return
    }
    services.offer(paths)
    if (policies.value('DeepLinks')) for (const link of links) services.follow(link)
    if (!inBackground) show()
    inBackground = false
  }
}

main(import.meta.dirname)
