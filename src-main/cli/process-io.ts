import { findInstallation } from '../host/process/installation.ts'
import type { PolicyPort } from '../ports/host.ts'
import type { CommandIo } from './terminal/command.ts'
import { terminalMessage } from './terminal/terminal-text.ts'

/** The surroundings of a command that is a process of its own. @param entry file to start threads with */
export function processIo(entry: string, policies: PolicyPort): CommandIo {
  return {
    policies,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(terminalMessage(text)),
    terminal: process.stderr.isTTY,
    piped: !process.stdout.isTTY,
    resources: findInstallation(import.meta.dirname).resources,
    entry
  }
}
