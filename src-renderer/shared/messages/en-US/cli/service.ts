import { catalog } from '../../catalog.ts'
import type { Text } from '../../message.ts'

/** Texts of cli/service. */
export const cliServiceMessages = catalog({
  refreshAllConnections: 'Populus: refresh all connections',
  whenAllConnectionsAreRefreshed: 'Populus: when all connections are refreshed',
  thisIsNoAbsolutePath: (path: Text) => `"${path}" is no absolute path. Write it from the root of the disk.`,
  namesAndPathsOfAService:
    'Names and paths of a service may not have quotation marks, line breaks or other control characters.',
  theSchedulerIsNotHere: (program: Text) =>
    `${program} cannot be used on this machine, so nothing was changed. "populus service show --for" prints the files for a machine that has it.`,
  theSchedulerDidNotTakeIt: (scheduler: Text) =>
    `${scheduler} refused the service, so it is not installed. Look at its log, and whether this account may add services.`,
  thisAccountMayNotWrite: (path: Text) =>
    `This account may not write ${path}, so nothing was installed. With --system run it as the administrator of the machine.`,
  thisAccountMayNotRemove: (path: Text) =>
    `${path} could not be removed. With --system run this as the administrator of the machine.`,
  theSchedulerStillHasIt: (scheduler: Text) =>
    `${scheduler} still has the service. Run this as the account that installed it, or as the administrator of the machine.`,
  thisFileIsNotFromPopulus: (path: Text) =>
    `${path} is there and not as Populus wrote it. Nothing was changed: move the file away first.`,
  thisTaskIsNotFromPopulus: (name: Text) =>
    `A task "${name}" is there that Populus did not make. Nothing was changed: rename or delete it first.`,
  noServiceWasInstalled:
    'The audit log of the data folder that this account uses knows of no service that was installed and not removed. Nothing was changed.',
  windowsAsksForThePassword:
    'Windows asks for the password of another account itself. Save the task by "populus service show --account ACCOUNT", in UTF-16, and register it: schtasks /Create /TN "Populus refresh" /XML FILE /RU ACCOUNT /RP *',
  thereIsNoCommandAt: (path: Text) => `There is no command ${path}. Name the installed one with --program.`,
  systemIsForLinuxAndMac:
    '--system is for Linux and macOS. In Windows a task is for an account: name it with --account.',
  systemAndAccountGoTogether:
    '--system and --account go together: a service for the whole machine runs as the account that is named, and one without --system as the account that installs it.',
  servicesAreForLinuxWith: 'Services are for Linux with systemd, macOS and Windows.',
  installedAllConnectionsAreRefreshed: (paths: Text, time: Text) =>
    `Installed: ${paths}. All connections are refreshed daily at ${time}.\n`,
  theServiceIsRemoved: 'The service is removed.\n',
  thisFileWasChangedAndIsLeft: (path: Text) => `${path} is not as it was written, and was left.\n`,
  theServiceRuns: (scheduler: Text) => `${scheduler} has the service.\n`,
  hasNoSuchService: (scheduler: Text) => `${scheduler} has no such service.\n`,
  thisFileIsNotAsItWasWritten: (path: Text) => `${path} is not as it was written.\n`,
  theLastRun: (time: Text, code: Text) => `Last run: ${time}; exit code: ${code}.\n`,
  theSchedulerDoesNotSay: 'the scheduler does not say, or it never ran'
})
