import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Runs a program of the system. @returns what it printed; `undefined` when it failed */
export type RunSystemProgram = (program: string, args: readonly string[]) => string | undefined

/** Where systems have their own programs. The search path is the user's to change. */
const programFolders = process.platform === 'win32' ? ['C:\\Windows\\System32'] : ['/usr/bin', '/bin']

/** Runs a program from a folder of the system, or from the search path where no such folder has it. */
export const runSystemProgram: RunSystemProgram = (program, args) => {
  const file = process.platform === 'win32' ? `${program}.exe` : program
  const path = programFolders.map((folder) => join(folder, file)).find((candidate) => existsSync(candidate)) ?? program
  const { status, stdout } = spawnSync(path, [...args], { encoding: 'utf8', timeout: 10_000, windowsHide: true })
  return status === 0 ? stdout : undefined
}
