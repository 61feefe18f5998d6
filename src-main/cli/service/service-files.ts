import { posix, win32 } from 'node:path'
import { cliServiceMessages as m } from '#messages/cli/service.ts'
import { AppError } from '#shared/app-error.ts'

/** What starts a program at a time of the day: of Linux, macOS and Windows. */
export const schedulers = ['systemd', 'launchd', 'schtasks'] as const
export type SystemScheduler = (typeof schedulers)[number]

/** What is refreshed, when and as whom. */
export interface ServicePlan {
  readonly scheduler: SystemScheduler
  /** For the whole machine, and not for the account that is signed in. */
  readonly system: boolean
  /** Time of the day, such as `02:15`. */
  readonly at: string
  /** Absolute path of the installed command. */
  readonly program: string
  /** Account that it runs as; absent for the one that installs it. */
  readonly account?: string | undefined
  /** Absolute path of the data folder; absent for the one that Populus finds. */
  readonly data?: string | undefined
  /**
   * Absolute path of the file with the passphrase, where one protects the data. With systemd for the whole machine it is
   * encrypted (`systemd-creds`); else only the account can read it.
   */
  readonly credential?: string | undefined
}

/** A file that a scheduler reads. */
export interface ServiceFile {
  /** Absolute path; of a task of Windows, which has no file, its name. */
  readonly path: string
  readonly text: string
}

/** Where the installed command is, by scheduler. */
export const installedCommand: Readonly<Record<SystemScheduler, string>> = {
  systemd: '/usr/bin/populus',
  launchd: '/usr/local/bin/populus',
  schtasks: 'C:\\Program Files\\Populus\\populus.cmd'
}

/** Name of the job in launchd. */
export const launchdLabel = 'org.populus.refresh'
/** Name of the task in Windows. */
export const taskName = 'Populus refresh'
/** Name of the timer in systemd. */
export const systemdTimer = 'populus-refresh.timer'
/** Name of the service in systemd. */
export const systemdService = 'populus-refresh.service'

/** Where the files of a scheduler are. @param home absolute path of the home folder @returns none for Windows */
export function servicePaths(
  { scheduler, system }: Pick<ServicePlan, 'scheduler' | 'system'>,
  home: string
): readonly string[] {
  if (scheduler === 'schtasks') return []
  if (scheduler === 'launchd') {
    const folder = system ? '/Library' : posix.join(home, 'Library')
    return [posix.join(folder, system ? 'LaunchDaemons' : 'LaunchAgents', `${launchdLabel}.plist`)]
  }
  const folder = system ? '/etc/systemd/system' : posix.join(home, '.config/systemd/user')
  return [systemdService, systemdTimer].map((name) => posix.join(folder, name))
}

/**
 * The files that make a scheduler run `populus refresh all`, in the order in which they are written.
 * @throws AppError `invalid-input` for a path that is not absolute, or signs that would end a line
 */
export function serviceFiles(plan: ServicePlan, home: string): readonly ServiceFile[] {
  checkPlan(plan)
  const paths = servicePaths(plan, home)
  if (plan.scheduler === 'schtasks') return [{ path: taskName, text: taskText(plan) }]
  if (plan.scheduler === 'launchd') return [{ path: paths[0]!, text: plistText(plan) }]
  return [
    { path: paths[0]!, text: serviceText(plan) },
    { path: paths[1]!, text: timerText(plan) }
  ]
}

function checkPlan({ scheduler, program, account, data, credential }: ServicePlan): void {
  const paths = scheduler === 'schtasks' ? win32 : posix
  for (const path of [program, data, credential])
    if (path !== undefined && !paths.isAbsolute(path)) throw new AppError('invalid-input', m.thisIsNoAbsolutePath(path))
  for (const text of [program, account, data, credential])
    if (text !== undefined && /[\p{Cc}"]/u.test(text)) throw new AppError('invalid-input', m.namesAndPathsOfAService)
}

/** The words after the command. @param withFile the passphrase is in a file that the command reads itself */
function argumentsOf({ data, credential }: ServicePlan, withFile: boolean): readonly string[] {
  return [
    'refresh',
    'all',
    '--json',
    ...(data === undefined ? [] : ['--data', data]),
    ...(withFile && credential !== undefined ? ['--passphrase-file', credential] : [])
  ]
}

function serviceText(plan: ServicePlan): string {
  const { system, account, credential, program } = plan
  // The manager of a user cannot decrypt what was encrypted for the machine.
  const load = system ? 'LoadCredentialEncrypted' : 'LoadCredential'
  const words = [program, ...argumentsOf(plan, false)].map(systemdWord)
  return lines([
    '[Unit]',
    `Description=${m.refreshAllConnections}`,
    'Wants=network-online.target',
    'After=network-online.target',
    '',
    '[Service]',
    'Type=oneshot',
    ...(account === undefined ? [] : [`User=${account.replaceAll('%', '%%')}`]),
    ...(credential === undefined ? [] : [`${load}=populus-passphrase:${credential.replaceAll('%', '%%')}`]),
    `ExecStart=${words.join(' ')}`,
    // Stopped by systemd, as when the computer ends: the next run continues.
    'SuccessExitStatus=130'
  ])
}

function timerText({ at }: ServicePlan): string {
  return lines([
    '[Unit]',
    `Description=${m.whenAllConnectionsAreRefreshed}`,
    '',
    '[Timer]',
    `OnCalendar=*-*-* ${at}`,
    'Persistent=true',
    '',
    '[Install]',
    'WantedBy=timers.target'
  ])
}

/** A word of a command line as systemd reads it: `%` and `$` stand for something else there. */
function systemdWord(word: string): string {
  const plain = word.replaceAll('\\', '\\\\').replaceAll('%', '%%').replaceAll('$', '$$$$')
  return /^[\w@%+=:,./-]+$/.test(plain) ? plain : `"${plain}"`
}

function plistText(plan: ServicePlan): string {
  const { at, account, system, program } = plan
  const [hour, minute] = at.split(':').map(Number)
  const text = (value: string): string => `<string>${xmlText(value)}</string>`
  return lines([
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0"><dict>',
    `  <key>Label</key>${text(launchdLabel)}`,
    '  <key>ProgramArguments</key><array>',
    ...[program, ...argumentsOf(plan, true)].map((word) => `    ${text(word)}`),
    '  </array>',
    ...(system && account !== undefined ? [`  <key>UserName</key>${text(account)}`] : []),
    '  <key>StartCalendarInterval</key><dict>',
    `    <key>Hour</key><integer>${hour}</integer>`,
    `    <key>Minute</key><integer>${minute}</integer>`,
    '  </dict>',
    '</dict></plist>'
  ])
}

function taskText(plan: ServicePlan): string {
  const { at, account, program } = plan
  const words = argumentsOf(plan, true).map((word) => (/\s/.test(word) ? `"${word}"` : word))
  const user = account === undefined ? [] : [`    <UserId>${xmlText(account)}</UserId>`]
  return lines([
    '<?xml version="1.0" encoding="UTF-16"?>',
    '<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">',
    '  <RegistrationInfo><Author>Populus</Author></RegistrationInfo>',
    '  <Triggers><CalendarTrigger>',
    `    <StartBoundary>2026-01-01T${at}:00</StartBoundary>`,
    '    <ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>',
    '  </CalendarTrigger></Triggers>',
    '  <Principals><Principal id="Author">',
    ...user,
    `    <LogonType>${account === undefined ? 'InteractiveToken' : 'Password'}</LogonType>`,
    '    <RunLevel>LeastPrivilege</RunLevel>',
    '  </Principal></Principals>',
    '  <Settings>',
    '    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>',
    '    <StartWhenAvailable>true</StartWhenAvailable>',
    '  </Settings>',
    '  <Actions Context="Author"><Exec>',
    `    <Command>${xmlText(program)}</Command>`,
    `    <Arguments>${xmlText(words.join(' '))}</Arguments>`,
    '  </Exec></Actions>',
    '</Task>'
  ])
}

function xmlText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

const lines = (all: readonly string[]): string => `${all.join('\n')}\n`
