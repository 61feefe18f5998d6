import { runSystemProgram, type RunSystemProgram } from './system-program.ts'

/**
 * The domain of the account of this process as Windows says, or the name of the computer for a local account. The variable
 * USERDOMAIN is the user's to change, so it is not asked. Other systems have no such part next to the name of the account.
 * @returns `undefined` where there is none, or where it cannot be found out
 */
export function findAccountDomain(
  platform: NodeJS.Platform = process.platform,
  run: RunSystemProgram = runSystemProgram
): string | undefined {
  if (platform !== 'win32') return undefined
  return /^([^\\\r\n]+)\\[^\\\r\n]+\s*$/.exec(run('whoami', []) ?? '')?.[1]
}

let known: { readonly domain: string | undefined } | undefined

/** The domain of the account, looked up once. */
export function accountDomain(): string | undefined {
  known ??= { domain: findAccountDomain() }
  return known.domain
}
