/** SQL on FHIR v2 ViewDefinition, the parts that define a flat table. Source: HL7 SQL on FHIR v2, StructureDefinition-ViewDefinition. */
export interface ViewDefinition {
  readonly resourceType?: 'ViewDefinition'
  readonly resource: string
  readonly name?: string
  readonly title?: string
  readonly description?: string
  readonly status?: string
  readonly meta?: { readonly tag?: readonly { readonly system?: string; readonly code?: string }[] }
  readonly constant?: readonly ({ readonly name: string } & Readonly<Record<string, unknown>>)[]
  readonly where?: readonly { readonly path: string; readonly description?: string }[]
  readonly select: readonly ViewSelect[]
}

/** A `select` of a ViewDefinition (SQL on FHIR v2). */
export interface ViewSelect {
  readonly column?: readonly ViewColumn[]
  readonly select?: readonly ViewSelect[]
  readonly forEach?: string
  readonly forEachOrNull?: string
  readonly unionAll?: readonly ViewSelect[]
  readonly repeat?: readonly string[]
}

/** A `column` of a ViewDefinition (SQL on FHIR v2). */
export interface ViewColumn {
  readonly name: string
  readonly path: string
  readonly type?: string
  readonly description?: string
  readonly collection?: boolean
  readonly tag?: readonly { readonly name: string; readonly value: string }[]
}
