import type { EffectivePolicies } from './effective-policies.ts'

/** How requests leave this computer. `unset`: the policies ask for a proxy and name none. */
export type ProxyChoice =
  | { readonly mode: 'system' | 'direct' }
  | { readonly mode: 'pac'; readonly url: string }
  | { readonly mode: 'server'; readonly server: string }
  | { readonly mode: 'unset'; readonly policy: 'ProxyPacUrl' | 'ProxyServer' }

/** The proxy that the policies ask for. */
export function proxyChoice({ entries }: EffectivePolicies): ProxyChoice {
  const mode = entries.ProxyMode.value
  if (mode === 'pac') {
    const url = entries.ProxyPacUrl.value
    return url === undefined ? { mode: 'unset', policy: 'ProxyPacUrl' } : { mode, url }
  }
  if (mode === 'server') {
    const server = entries.ProxyServer.value
    return server === undefined ? { mode: 'unset', policy: 'ProxyServer' } : { mode, server }
  }
  return { mode }
}
