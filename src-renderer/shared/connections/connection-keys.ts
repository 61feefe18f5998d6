import * as v from 'valibot'
import { Natural } from '../basic-schemas.ts'

/** Algorithms that a new key can be made for (SMART App Launch 2.2); the first is the default. */
export const newKeyAlgorithms = ['ES384', 'RS384'] as const
export type NewKeyAlgorithm = (typeof newKeyAlgorithms)[number]

/** What a hosted key set says about one of our keys. */
export const HostedKey = v.picklist([
  'there',
  'missing',
  'twice',
  'different',
  'unreachable',
  'not-a-key-set',
  // A key that was revoked or withdrawn.
  'still-there'
])
export type HostedKey = v.InferOutput<typeof HostedKey>

/** A key pair of a connection; the private half never leaves the services. */
export const KeyInfo = v.object({
  kid: v.string(),
  algorithm: v.picklist(['ES384', 'RS384', 'RS256', 'ES256']),
  /** RFC 7638 thumbprint of the public half. */
  thumbprint: v.string(),
  /** Milliseconds since 1970. */
  createdAt: Natural,
  /**
   * `signing` signs requests for tokens; `next` is in the public set, so that it can take over; `retired` signed before, and
   * stays in the public set until it is withdrawn.
   */
  role: v.picklist(['signing', 'next', 'retired']),
  /** When a retired key leaves the public set and its private half is destroyed, in milliseconds since 1970. */
  withdrawAt: v.exactOptional(Natural)
})
export type KeyInfo = v.InferOutput<typeof KeyInfo>

/** A key whose private half was destroyed. No server should accept it any more. */
export const EndedKey = v.object({
  kid: v.string(),
  /** RFC 7638 thumbprint of the public half. */
  thumbprint: v.string(),
  /** Milliseconds since 1970. */
  at: Natural,
  /** `revoked` at once; `withdrawn` when the overlap of a rotation was over. */
  how: v.picklist(['revoked', 'withdrawn'])
})
export type EndedKey = v.InferOutput<typeof EndedKey>

/** What the last check of the hosted key set found. */
export const HostedCheck = v.object({
  /** Milliseconds since 1970. */
  at: Natural,
  url: v.string(),
  keys: v.array(v.object({ kid: v.string(), hosted: HostedKey, text: v.string() }))
})
export type HostedCheck = v.InferOutput<typeof HostedCheck>
