/** Names besides type and id by which stored resources may be referred to. Resources count as in `ArrangedResources`. */
export interface ResourceNames {
  /** `fullUrl`s of Bundle entries that say more than type and id, each once. */
  readonly fullUrls: readonly string[]
  readonly fullUrlOf: Int32Array
  /** Hashes of `system|value` and `|value`, two words each, in the order of the resources. */
  readonly identifiers: Uint32Array
  readonly identifierOf: Int32Array
}
