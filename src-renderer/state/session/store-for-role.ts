import type { StoreApi } from '../../workers/store/protocol/store-protocol.ts'
import type { Access } from './access.svelte.ts'

/** What of a store answers about single people. */
type AboutPeople = Pick<StoreApi, 'panel' | 'riskPanel' | 'quality' | 'modelPanel' | 'modelPerson' | 'raw' | 'why'>

/** Panels that are about single people, and those that list them among figures about groups. */
const aboutPeople: ReadonlySet<string> = new Set([
  ...['patients', 'patient', 'rows', 'person'],
  ...['errors', 'attribution', 'entries', 'places', 'targets', 'gap']
])

/**
 * The same store, which tells nothing of single people to roles without lists and records of people: what is about them alone is
 * refused, and figures about groups come without the people that they are listed with.
 */
export function storeForRole(store: StoreApi, access: Pick<Access, 'may' | 'require'>): StoreApi {
  const allow = (panel: string): void => {
    if (aboutPeople.has(panel)) access.require('people')
  }
  const listless = <T extends object>(params: T): T =>
    'limit' in params && !access.may('people') ? { ...params, limit: 0 } : params
  const guarded: AboutPeople = {
    async panel(name, context, params) {
      allow(name)
      return store.panel(name, context, params)
    },
    async riskPanel(name, context, params) {
      allow(name)
      return store.riskPanel(name, context, listless(params))
    },
    async quality(name, period, context, params) {
      allow(name)
      return store.quality(name, period, context, name === 'worklist' ? listless(params) : params)
    },
    modelPanel: (hash, context, params) => store.modelPanel(hash, context, listless(params)),
    async modelPerson(...asked) {
      access.require('people')
      return store.modelPerson(...asked)
    },
    async raw(...asked) {
      access.require('people')
      return store.raw(...asked)
    },
    async why(...asked) {
      access.require('people')
      return store.why(...asked)
    }
  }
  return new Proxy(store, {
    get: (target, name) => (name in guarded ? guarded[name as keyof AboutPeople] : target[name as keyof StoreApi])
  })
}
