import { spawnSync } from 'node:child_process'

/** Runs a program of the system. @returns what it printed; `undefined` when it failed */
type RunSystemProgram = (program: string, args: readonly string[]) => string | undefined

/**
 * Whether the account of this process is in a group, as the system says. A group that cannot be looked up has no members.
 * @param group name, with its domain on Windows where there are several of that name
 */
export function isGroupMember(group: string, platform = process.platform, run: RunSystemProgram = runProgram): boolean {
  if (platform === 'win32') return isWindowsMember(group, run)
  const found =
    platform === 'darwin'
      ? /^gid: (\d+)$/m.exec(run('dscacheutil', ['-q', 'group', '-a', 'name', group]) ?? '')?.[1]
      : run('getent', ['group', group])?.split(':')[2]
  return found !== undefined && (run('id', ['-G']) ?? '').trim().split(/\s+/).includes(found)
}

/** The names in the output of `whoami /groups` stand in quotes, each with its domain. */
function isWindowsMember(group: string, run: RunSystemProgram): boolean {
  const wanted = group.toLowerCase()
  const lines = (run('whoami', ['/groups', '/fo', 'csv', '/nh']) ?? '').split(/\r?\n/)
  return lines.some((line) => {
    const name = /^"([^"]+)"/.exec(line)?.[1]?.toLowerCase()
    return name === wanted || name?.split('\\').at(-1) === wanted
  })
}

function runProgram(program: string, args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync(program, [...args], { encoding: 'utf8', timeout: 10_000, windowsHide: true })
  return status === 0 ? stdout : undefined
}
