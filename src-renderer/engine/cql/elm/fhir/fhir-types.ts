/** FHIR types that are special cases of others, with their direct bases (R4 §2.24). Resources are handled by name. */
const bases: Readonly<Record<string, string>> = {
  code: 'string',
  id: 'string',
  markdown: 'string',
  url: 'uri',
  canonical: 'uri',
  oid: 'uri',
  uuid: 'uri',
  positiveInt: 'integer',
  unsignedInt: 'integer',
  Age: 'Quantity',
  Count: 'Quantity',
  Distance: 'Quantity',
  Duration: 'Quantity',
  MoneyQuantity: 'Quantity',
  SimpleQuantity: 'Quantity'
}

/** Whether a FHIR type is another, or a special case of it. */
export function isFhirSubtype(type: string, ancestor: string): boolean {
  if (ancestor === 'Resource' || ancestor === 'DomainResource' || ancestor === 'Element') return true
  for (
    let index: string | undefined = type;
    index !== undefined;
    index = Object.hasOwn(bases, index) ? bases[index] : undefined
  ) {
    if (index === ancestor) return true
  }
  return false
}

/** Types that a choice element may have, by the suffix that names them: `valueQuantity`, `onsetDateTime` (R4 §2.24.0). */
const primitives =
  'base64Binary boolean canonical code date dateTime decimal id instant integer markdown oid positiveInt string time unsignedInt uri url uuid'
const complex =
  'Address Age Annotation Attachment CodeableConcept CodeableReference Coding ContactPoint Count Distance Duration HumanName Identifier Money Period Quantity Range Ratio RatioRange Reference SampledData Signature Timing ContactDetail Contributor DataRequirement Expression ParameterDefinition RelatedArtifact TriggerDefinition UsageContext Dosage Meta'

const bySuffix = new Map<string, string>([
  ...primitives.split(' ').map((type) => [type.charAt(0).toUpperCase() + type.slice(1), type] as const),
  ...complex.split(' ').map((type) => [type, type] as const)
])

/** The type that a choice element's suffix names; undefined for any other ending of an element's name. */
export function typeOfSuffix(suffix: string): string | undefined {
  return bySuffix.get(suffix)
}

const dateTimes =
  'authoredOn authored dateWritten recordedDate assertedDate issued start end birthDate deceasedDateTime lastUpdated recorded dateAsserted whenPrepared whenHandedOver sent received created date time timestamp effectiveTime expirationDate manufactureDate statusDate collected receivedTime lastOccurrence detected performedDateTime approximateDate event executionPeriod paymentDate whenGiven requested published lastModified authoredTime boundsStart dueDate startDate endDate creation publicationDate lastReviewDate approvalDate indexed changedOn'
const dates = new Set(['birthDate', 'expirationDate', 'paymentDate', 'approvalDate', 'lastReviewDate'])
const temporalNames = new Set(dateTimes.split(' '))
const decimalNames = new Set(
  'value factor period periodMax duration durationMax latitude longitude altitude weight score probabilityDecimal relativeRisk'.split(
    ' '
  )
)

/**
 * The primitive type of an element that is no choice and whose JSON does not tell it, by the element's name: dates are
 * texts, decimals are numbers.
 */
export function primitiveTypeOf(name: string): 'date' | 'dateTime' | 'decimal' | undefined {
  if (temporalNames.has(name)) return dates.has(name) ? 'date' : 'dateTime'
  return decimalNames.has(name) ? 'decimal' : undefined
}

const choiceNames = new Set(
  (
    'abatement additive age allowed amount answer asNeeded author born bounds characteristic chargeItem code collected ' +
    'content created date deceased defaultValue definingSubstance definition detail diagnosis dose doseNumber due ' +
    'effective entity event example fastingStatus fixed identified indication item legallyBinding location ' +
    'manufacturer maxValue medication minValue minimumVolume module multipleBirth name occurred occurrence offset onset ' +
    'participantEffective pattern performed probability procedure product quantity rate reported scheduled seriesDoses ' +
    'serviced source start statusReason studyEffective subject substance target time timing topic used value when'
  ).split(' ')
)

/** Whether some type of R4 has a choice element of the name, so that its key carries a type: `onset` in `onsetAge`. */
export function isChoiceName(name: string): boolean {
  return choiceNames.has(name)
}
