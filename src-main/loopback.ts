import { shellMessages as m } from '#messages/shell.ts'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { proxyChoice } from '#shared/policy/proxy-choice.ts'
import { errorCode } from '#shared/error-code.ts'
import { helpText } from './host/arguments/help-text.ts'
import { compose } from './composition/compose.ts'
import { findInstallation } from './host/process/installation.ts'
import { managedFolderProblem, policyProblems } from './composition/policy-problems.ts'
import { findPolicies } from './policy/find-policies.ts'
import { loopbackDeclaration, parseLoopbackArguments } from './host/process/arguments.ts'
import { dataFolder } from './host/process/data-folder.ts'
import { createEventStreams } from './host/node/event-streams.ts'
import { launch, type Launch } from './host/node/launch.ts'
import { createCollectorNet } from './host/network/syslog-tls.ts'
import { createNodeNet } from './host/node/net.ts'
import { listen, type NetServer } from './host/node/net-server.ts'
import { hasDesktop } from './host/node/open-browser.ts'
import { unknownPower } from './host/node/unknown-power.ts'
import { openSettingsFile } from './host/node/settings-file.ts'
import { serveOnLoopback } from './host/node/web-server.ts'
import type { Host } from './ports/host.ts'
import { commandStarter } from './host/process/start-command.ts'
import { startProblem } from './host/process/start-problem.ts'
import { systemClock, systemElapsed, systemRandom } from './ports/system.ts'
import { errorFacts } from './log/error-facts.ts'
import { createLogger } from './log/logger.ts'
import { makePrivateFolder } from './storage/files/private-folder.ts'

const policies = findPolicies({ packaged: false, check: policyProblems })

function thisDataFolder(): string {
  const managed = policies.value('DataFolder')
  return dataFolder({ platform: process.platform, env: process.env, home: homedir(), exists: existsSync, managed })
}

/** Starts the services and the page on 127.0.0.1 and prints the address. Ends on SIGINT or SIGTERM. */
async function main(): Promise<void> {
  if (process.argv.includes('--help')) {
    process.stdout.write(helpText(loopbackDeclaration))
    return
  }
  const { paths, port, open, json } = parseLoopbackArguments(process.argv.slice(2), process.cwd())
  const installation = findInstallation(import.meta.dirname)
  if (!existsSync(join(installation.page, 'index.html'))) {
    throw new AppError('not-found', m.thePageIsNotBuiltYet)
  }
  const data = thisDataFolder()
  await makePrivateFolder(data)
  const log = createLogger(join(data, 'logs', 'populus.log'), systemClock)
  const events = createEventStreams()
  /** Filled when the server listens; no page calls before. */
  const entrance: { launch?: Launch } = {}
  const host: Host = {
    kind: 'loopback',
    version: installation.version,
    platform: process.platform,
    headless: !hasDesktop(process.platform, process.env),
    settings: await openSettingsFile(join(data, 'settings.json'), systemClock, log),
    policies,
    paths: { ...installation, data },
    dialogs: undefined,
    progress: { show: () => undefined },
    secrets: undefined,
    net: createNodeNet(process.env, proxyChoice(policies.current())),
    collector: createCollectorNet(),
    commands: commandStarter(process.execPath, [installation.threads], data),
    newPageAddress: () => entrance.launch?.address() ?? '',
    serve: (handler) => serveOnLoopback(handler),
    power: unknownPower,
    notifier: { notify: () => undefined },
    clock: systemClock,
    random: systemRandom,
    log,
    emit: (name, value) => events.emit(name, value)
  }
  const services = await compose(host)
  services.offer(paths)
  const server = await start(() =>
    listen({
      port,
      dispatch: services.dispatch,
      site: services.site,
      events,
      random: systemRandom,
      elapsed: systemElapsed,
      log,
      onReuse: () => console.error(m.anAddressOfPopulusWasUsed)
    })
  )
  log.write('info', 'host.started', { host: host.kind, version: host.version, platform: host.platform })

  let stopping = false
  const stop = (signal: NodeJS.Signals): void => {
    // One Ctrl+C may come twice, from the terminal and from the program that started this one.
    if (stopping) return
    stopping = true
    entrance.launch?.close()
    log.write('info', 'host.stopping', { signal })
    void Promise.all([server.close(), services.close()]).then(() => process.exit(0))
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  process.on('unhandledRejection', (error) => log.write('error', 'host.unhandled', errorFacts(error)))
  process.on('uncaughtException', (error) => {
    log.write('error', 'host.crashed', errorFacts(error))
    console.error(m.populusHadToStopAfterAn)
    process.exit(1)
  })

  entrance.launch = await launch({
    server,
    folder: join(data, 'launch'),
    open,
    json,
    input: process.stdin.isTTY ? process.stdin : undefined,
    print: (line) => console.log(line),
    complain: (line) => console.error(line)
  })
}

async function start(listening: () => Promise<NetServer>): Promise<NetServer> {
  try {
    return await listening()
  } catch (cause) {
    const code = errorCode(cause)
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw cause
    throw new AppError('not-allowed', m.thisPortIsNotFreeChoose, {
      cause
    })
  }
}

try {
  await main()
} catch (error) {
  // Before the page exists the terminal is the only place to say what went wrong.
  console.error(managedFolderProblem(policies.value('DataFolder')) ?? startProblem(error, thisDataFolder()))
  process.exit(error instanceof AppError && error.code === 'invalid-input' ? 2 : 1)
}
