import * as v from 'valibot'
import { Natural } from '../basic-schemas.ts'
import { ExportLevel } from './connection-settings.ts'

/** One thing that was found out about a server, as a sentence. */
export const Finding = v.object({
  topic: v.picklist(['server', 'sign-in', 'export', 'permissions', 'clock', 'files']),
  verdict: v.picklist(['good', 'unknown', 'warning']),
  text: v.string()
})
export type Finding = v.InferOutput<typeof Finding>

/** What a server says of itself. Everything is a hint: servers are often wrong here. */
export const Discovered = v.object({
  /** The address in its usual form. */
  base: v.string(),
  /** Profile that fits; `generic` when the server says nothing known. */
  vendor: v.string(),
  vendorName: v.string(),
  release: v.optional(v.string()),
  software: v.optional(v.string()),
  publisher: v.optional(v.string()),
  /** Levels that the server announces. */
  levels: v.array(ExportLevel),
  types: v.array(v.string()),
  tokenEndpoint: v.optional(v.string()),
  /** Origin of the token endpoint when it is on another site: it gets no secret before the user confirms it. */
  foreignSignIn: v.optional(v.string()),
  scopesSupported: v.array(v.string()),
  capabilities: v.array(v.string()),
  authMethods: v.array(v.string()),
  signingAlgorithms: v.array(v.string()),
  clockSkewMs: v.optional(v.number()),
  hasSmartConfiguration: v.boolean(),
  hasCapabilityStatement: v.boolean(),
  findings: v.array(Finding)
})
export type Discovered = v.InferOutput<typeof Discovered>

/** How a test sign-in went. */
export const SignInResult = v.object({
  ok: v.boolean(),
  /** What happened and what to do, as a sentence. */
  text: v.string(),
  /** Permissions as the server named them; `undefined` when it did not say. */
  granted: v.optional(v.array(v.string())),
  asked: v.array(v.string()),
  /** Types that will be asked for and were not granted. */
  missingTypes: v.array(v.string()),
  /** Origin of the token endpoint, when it is on another site and not confirmed; nothing was sent there. */
  unconfirmedOrigin: v.optional(v.string()),
  lifeSeconds: v.optional(v.number())
})
export type SignInResult = v.InferOutput<typeof SignInResult>

/** What the server offers, what was granted, and what will be asked for. */
export const CapabilityReport = v.object({
  offered: Discovered,
  signIn: SignInResult,
  /** Types, permissions and the request of the next export, without secrets. */
  ask: v.object({
    types: v.array(v.string()),
    scopes: v.array(v.string()),
    method: v.picklist(['GET', 'POST', 'search']),
    url: v.string()
  }),
  findings: v.array(Finding)
})
export type CapabilityReport = v.InferOutput<typeof CapabilityReport>

/** One line of the compatibility page: what the profile says, what the server says, and what exports saw. */
export const CompatibilityRow = v.object({
  topic: v.string(),
  profile: v.string(),
  server: v.string(),
  seen: v.string(),
  verdict: v.picklist(['agrees', 'differs', 'unknown'])
})
export type CompatibilityRow = v.InferOutput<typeof CompatibilityRow>

/** Who needs a resource type. */
export const ScopeNeed = v.object({
  type: v.string(),
  /** Titles of the screens and features that read it. */
  neededBy: v.array(v.string()),
  /** Rules of this installation need it: it is asked for whatever else was chosen. */
  required: v.exactOptional(v.boolean())
})
export type ScopeNeed = v.InferOutput<typeof ScopeNeed>

/** A group of the server, to choose one to export. */
export const GroupChoice = v.object({ id: v.string(), name: v.string(), people: v.optional(Natural) })
export type GroupChoice = v.InferOutput<typeof GroupChoice>
