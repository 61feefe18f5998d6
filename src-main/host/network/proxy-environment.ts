import type { ProxyChoice } from '#shared/policy/proxy-choice.ts'

const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'].flatMap((name) => [name, name.toLowerCase()])

/**
 * The environment with the proxy that the policies ask for in the place of its own. The credentials of the environment stay
 * with the proxy that they are for.
 * @returns `undefined` where the choice cannot be followed without an interpreter of PAC files
 */
export function proxyEnvironment(env: NodeJS.ProcessEnv, choice: ProxyChoice): NodeJS.ProcessEnv | undefined {
  if (choice.mode === 'system') return env
  if (choice.mode === 'pac') return undefined
  const without = Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name)))
  if (choice.mode !== 'server') return without
  const address = choice.server.includes('://') ? choice.server : `http://${choice.server}`
  return { ...without, HTTP_PROXY: address, HTTPS_PROXY: address }
}
