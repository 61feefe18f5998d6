import type { StoreApi } from '../../workers/store/protocol/store-protocol.ts'
import type { Access } from './access.svelte.ts'

/** What of a store answers about single people. */
type AboutPeople = Pick<StoreApi, 'panel' | 'riskPanel' | 'measurePanel' | 'modelPanel' | 'modelPerson' | 'raw' | 'why'>

/** Names of the panels that a question is about. */
type NameOf<Question extends 'panel' | 'riskPanel' | 'measurePanel'> = Parameters<StoreApi[Question]>[0]

/** Whether each panel is about single people: those that list them among figures about groups are not. */
const isAboutPeople = {
  extent: false,
  summary: false,
  overview: false,
  signals: false,
  registry: false,
  controlChart: false,
  cost: false,
  use: false,
  reconciliation: false,
  equity: false,
  forecast: false,
  part: false,
  fitness: false,
  quality: false,
  patients: true,
  patient: true,
  rows: true
} as const satisfies Readonly<Record<NameOf<'panel'>, boolean>>

const isRiskAboutPeople = {
  summary: false,
  avoidable: false,
  lists: false,
  hcc: false,
  person: true
} as const satisfies Readonly<Record<NameOf<'riskPanel'>, boolean>>

const isMeasureAboutPeople = {
  scorecard: false,
  measure: false,
  errors: true,
  heatmap: false,
  equity: false,
  attribution: true,
  stars: false,
  worklist: false,
  entries: true,
  places: true,
  targets: true,
  gap: true
} as const satisfies Readonly<Record<NameOf<'measurePanel'>, boolean>>

/**
 * The same store, which tells nothing of single people to roles without lists and records of people: what is about them alone is
 * refused, and figures about groups come without the people that they are listed with.
 */
export function storeForRole(store: StoreApi, access: Pick<Access, 'may' | 'require'>): StoreApi {
  const allow = (needsPeople: boolean): void => {
    if (needsPeople) access.require('people')
  }
  const listless = <T extends object>(params: T): T =>
    'limit' in params && !access.may('people') ? { ...params, limit: 0 } : params
  const guarded: AboutPeople = {
    async panel(name, context, params) {
      allow(isAboutPeople[name])
      return store.panel(name, context, params)
    },
    async riskPanel(name, context, params) {
      allow(isRiskAboutPeople[name])
      return store.riskPanel(name, context, listless(params))
    },
    async measurePanel(name, period, context, params) {
      allow(isMeasureAboutPeople[name])
      return store.measurePanel(name, period, context, name === 'worklist' ? listless(params) : params)
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
