import { runSystemProgram, type RunSystemProgram } from './system-program.ts'

/**
 * Whether the account of this process is in a group, as the system says. A group that cannot be looked up has no members.
 * @param group name; with a domain before it (`DOMAIN\name`) it is that of this domain alone
 */
export function isGroupMember(
  group: string,
  platform = process.platform,
  run: RunSystemProgram = runSystemProgram
): boolean {
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
    return wanted.includes('\\') ? name === wanted : name?.split('\\').at(-1) === wanted
  })
}
